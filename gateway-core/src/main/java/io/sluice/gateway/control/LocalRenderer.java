package io.sluice.gateway.control;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.Presence;
import io.sluice.crsp.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A renderer that is connected here: writes down what it says of itself, and tells it its newest command. What controllers
 * wait for is written at once, how far it has come at most every second. On the event loop's thread.
 */
final class LocalRenderer {
    private static final long PROGRESS_INTERVAL = 1_000_000_000L;
    private static final long CLAIM_INTERVAL = 1_000_000_000L;

    /** States under way to Kafka, after which further ones wait and only the newest of them is written. */
    private static final int MAX_UNDER_WAY = 8;

    private final ControlService service;
    private final RendererPort port;
    private RendererRecord newest;
    private boolean registered;
    private boolean due;
    private boolean timerSet;
    private int underWay;
    private long claimedAt;
    private boolean claimDue;

    LocalRenderer(ControlService service, RendererPort port, RendererRecord begun) {
        this.service = service;
        this.port = port;
        this.newest = begun;
        this.claimedAt = service.loop().now();
    }

    RendererPort port() {
        return port;
    }

    /**
     * A state of this name was read.
     *
     * @param holds false if it was of a session that does not have the name
     */
    void onState(boolean holds, @Nullable RendererRecord record) {
        boolean own = record != null && record.session().equals(port.sessionId()) && record.stream() == port.stream();
        if (own && !holds) {
            lose();
        } else if (own && record != null && record.gateway().equals(service.gatewayId())
                && record.presence().equals(Presence.HERE.name())) {
            if (!registered) {
                registered = true;
                port.onRegistered();
                tellNewest();
            }
        } else if (holds && record != null && !record.session().equals(port.sessionId())) {
            lose();
        } else if (registered) {
            // Forgotten by mistake, contested, or told away by a gateway that had it before.
            claim();
        }
    }

    private void lose() {
        service.forget(this);
        port.onRefused(ErrorCode.RENDERER_TAKEN, "another renderer has got the name \"" + port.name() + "\"");
    }

    /** Says again whose the name is; not at once each time, for another gateway may do so, too. */
    private void claim() {
        long pause = claimedAt + CLAIM_INTERVAL - service.loop().now();
        if (pause <= 0) {
            claimedAt = service.loop().now();
            write(newest.with(Presence.HERE, service.gatewayId(), service.clock().millis()));
        } else if (!claimDue) {
            claimDue = true;
            service.loop().schedule(pause, () -> {
                claimDue = false;
                if (service.isLocal(this)) {
                    claim();
                }
            });
        }
    }

    /** Tells the renderer its newest command, if there is one. */
    void tellNewest() {
        ControlEntry entry = service.table().get(port.name());
        Message.RendererCommand command = entry == null ? null : entry.toCommand();
        if (registered && command != null) {
            port.onCommand(command);
        }
    }

    void report(Message.RendererState said) {
        RendererRecord before = newest;
        newest = before.with(said, service.clock().millis());
        if (isNews(before, newest) && underWay < MAX_UNDER_WAY) {
            write(newest);
        } else {
            due = true;
            setTimer();
        }
    }

    private static boolean isNews(RendererRecord before, RendererRecord after) {
        return before.command() != after.command() || !before.state().equals(after.state())
                || before.atMillis() != after.atMillis() || !before.code().equals(after.code());
    }

    private void setTimer() {
        if (!timerSet) {
            timerSet = true;
            service.loop().schedule(PROGRESS_INTERVAL, () -> {
                timerSet = false;
                if (due && service.isLocal(this)) {
                    if (underWay < MAX_UNDER_WAY) {
                        write(newest);
                    } else {
                        setTimer();
                    }
                }
            });
        }
    }

    /** Says that it is still here. */
    void refresh() {
        if (underWay < MAX_UNDER_WAY) {
            write(newest.with(Presence.HERE, service.gatewayId(), service.clock().millis()));
        }
    }

    void write(RendererRecord record) {
        newest = record;
        due = false;
        underWay++;
        service.write(port.name(), record, () -> underWay--);
    }
}
