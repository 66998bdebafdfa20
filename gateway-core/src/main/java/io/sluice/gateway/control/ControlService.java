package io.sluice.gateway.control;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.Presence;
import io.sluice.crsp.session.RendererName;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.config.ControlSettings;
import io.sluice.gateway.kafka.Answers;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads commands from controllers to renderers and states back, by way of the topic of control: what is in it holds, in
 * its order, and every gateway knows all of it. So it does not matter which gateways they are connected to, and a renderer
 * that comes back learns its newest command wherever that is. On the event loop's thread.
 */
final class ControlService {
    private static final Logger LOG = LoggerFactory.getLogger(ControlService.class);
    private static final long SWEEP_INTERVAL = 10_000_000_000L;
    /** After which a renderer whose gateway keeps its session has most likely gone with it, or does not come back. */
    private static final long KEPT_MILLIS = 60_000;

    private final EventLoop loop;
    private final Clock clock;
    private final ControlSettings settings;
    private final String gatewayId;
    private final ControlLog log;
    private final Owner owner;
    private final RendererTable table;
    private final Map<String, LocalRenderer> local = new HashMap<>();
    private final Set<ControllerPort> controllers = new LinkedHashSet<>();
    private final PendingCommands pending;

    /** What this gateway knows of the sessions of renderers. */
    interface Owner {
        /** True if the session's shard is served here, and of the stream nothing is left. */
        boolean isOver(String session, long stream);
    }

    ControlService(EventLoop loop, Clock clock, ControlSettings settings, String gatewayId, ControlLog log,
            Owner owner) {
        this.loop = loop;
        this.clock = clock;
        this.settings = settings;
        this.gatewayId = gatewayId;
        this.log = log;
        this.owner = owner;
        this.table = new RendererTable(settings.maxRenderers());
        this.pending = new PendingCommands(loop, settings.answerTimeout());
    }

    RendererTable table() {
        return table;
    }

    /** What was in the topic at the start has been read. */
    void onCaughtUp() {
        for (ControlEntry entry : List.copyOf(table.all())) {
            RendererRecord state = entry.state();
            if (state != null && state.gateway().equals(gatewayId) && state.presence().equals(Presence.HERE.name())
                    && !local.containsKey(entry.name())) {
                // Of an earlier life of this gateway: whoever was connected has to come back first.
                write(entry.name(), state.with(Presence.AWAY, gatewayId, clock.millis()));
            }
        }
        scheduleSweep();
    }

    // What was read from the topic.

    void onState(String name, @Nullable RendererRecord record) {
        boolean holds = table.onState(name, record);
        LocalRenderer own = local.get(name);
        if (own != null) {
            own.onState(holds, record);
        }
        onChanged(name);
    }

    void onCommand(String name, long id, @Nullable CommandRecord record) {
        table.onCommand(name, id, record);
        LocalRenderer own = local.get(name);
        if (own != null) {
            own.tellNewest();
        }
        onChanged(name);
    }

    private void onChanged(String name) {
        controllers.forEach(controller -> controller.onChanged(name));
        pending.onChanged(name, table.get(name));
    }

    // Renderers.

    void register(RendererPort port) {
        String name = port.name();
        String fault = RendererName.fault(name);
        if (fault != null) {
            port.onRefused(ErrorCode.RENDERER_NAME_INVALID, fault);
            return;
        }
        ControlEntry entry = table.get(name);
        RendererRecord known = entry == null ? null : entry.state();
        boolean own = known != null && known.isTaken() && known.session().equals(port.sessionId());
        if (known != null && known.isTaken() && !own) {
            port.onRefused(ErrorCode.RENDERER_TAKEN, taken(name, known));
            return;
        }
        if (entry == null && table.isFull() && !forgetOldest()) {
            port.onRefused(ErrorCode.RENDERER_LIMIT, ErrorCode.RENDERER_LIMIT.advice());
            return;
        }
        boolean goesOn = own && known != null && known.stream() == port.stream();
        if (entry != null && entry.command() != null && !goesOn) {
            // Of another renderer of this name, which is gone: this one begins anew.
            logFailure(log.writeCommand(name, null), name);
        }
        long now = clock.millis();
        RendererRecord state = goesOn && known != null
                ? known.with(Presence.HERE, gatewayId, now)
                : RendererRecord.begin(port.kind(), port.sessionId(), port.stream(), gatewayId, now);
        LocalRenderer begun = new LocalRenderer(this, port, state);
        LocalRenderer before = local.put(name, begun);
        begun.write(state);
        if (before != null && before.port() != port) {
            before.port().onRefused(ErrorCode.RENDERER_TAKEN, "a newer stream of the session has the name");
        }
    }

    private static String taken(String name, RendererRecord known) {
        return "renderer \"" + name + "\" is of session " + known.session() + " at gateway " + known.gateway();
    }

    /** What a renderer says of itself. */
    void report(RendererPort port, Message.RendererState said) {
        LocalRenderer own = local.get(port.name());
        if (own != null && own.port() == port) {
            own.report(said);
        }
    }

    /** It is still here, which others see by its record alone. */
    void refresh(RendererPort port) {
        LocalRenderer own = local.get(port.name());
        if (own != null && own.port() == port) {
            own.refresh();
        }
    }

    /** Its connection is gone. */
    void detach(RendererPort port) {
        LocalRenderer own = local.get(port.name());
        if (own != null && own.port() == port) {
            local.remove(port.name());
            writeIfOwn(port, Presence.AWAY);
        }
    }

    /** Its stream or session is over. */
    void remove(RendererPort port) {
        LocalRenderer own = local.get(port.name());
        if (own != null && own.port() != port) {
            return;
        }
        local.remove(port.name());
        writeIfOwn(port, Presence.GONE);
    }

    private void writeIfOwn(RendererPort port, Presence presence) {
        ControlEntry entry = table.get(port.name());
        RendererRecord known = entry == null ? null : entry.state();
        if (known != null && known.isTaken() && known.session().equals(port.sessionId())
                && known.stream() == port.stream()) {
            write(port.name(), known.with(presence, gatewayId, clock.millis()));
        }
    }

    // Controllers.

    void watch(ControllerPort controller) {
        controllers.add(controller);
    }

    void unwatch(ControllerPort controller) {
        controllers.remove(controller);
        pending.forget(controller);
    }

    /** Commands that wait for their renderers. */
    int pending(ControllerPort controller) {
        return pending.count(controller);
    }

    /**
     * Gives a command to one renderer.
     *
     * @param wanted what the controller says, its item complete
     */
    void command(ControllerPort controller, String name, Message.ControlCommand wanted) {
        ControlEntry entry = table.get(name);
        ErrorCode fault = fault(name, entry, wanted);
        if (fault != ErrorCode.NO_ERROR) {
            refuse(controller, wanted, name, fault, fault.advice());
            return;
        }
        PendingCommands.Waiting waiting = pending.add(controller, wanted.requestId(), name);
        if (entry != null && entry.isOf(controller.sessionId(), controller.stream(), wanted.requestId())) {
            // Asked again after a lost connection: it was written before.
            pending.onWritten(waiting, entry.commandId(), entry);
            return;
        }
        CommandRecord record = Commands.next(entry, controller, wanted, clock.millis());
        Answers.toLoop(loop, log.writeCommand(name, record),
                offset -> pending.onWritten(waiting, Commands.id(offset), table.get(name)),
                failure -> {
                    LOG.warn("A command for renderer {} could not be written", name, failure);
                    pending.answer(waiting, ErrorCode.KAFKA_REFUSED, String.valueOf(failure.getMessage()));
                });
    }

    private static ErrorCode fault(String name, @Nullable ControlEntry entry, Message.ControlCommand wanted) {
        if (RendererName.fault(name) != null) {
            return ErrorCode.RENDERER_NAME_INVALID;
        }
        RendererRecord state = entry == null ? null : entry.state();
        if (entry == null || state == null) {
            return ErrorCode.RENDERER_UNKNOWN;
        }
        if (!state.isTaken()) {
            return ErrorCode.RENDERER_GONE;
        }
        return Commands.needsItem(wanted.action()) && Commands.isNothing(entry.item())
                ? ErrorCode.NOTHING_TO_PLAY
                : ErrorCode.NO_ERROR;
    }

    static void refuse(ControllerPort controller, Message.ControlCommand wanted, String name, ErrorCode code,
            String text) {
        controller.onAnswer(new Message.ControlAnswer(wanted.requestId(), name, 0, code, text));
    }

    // Writing.

    private void write(String name, RendererRecord record) {
        write(name, record, () -> {
        });
    }

    /** Writes a state and says when that is over, for better or worse. */
    void write(String name, RendererRecord record, Runnable over) {
        Answers.toLoop(loop, log.writeState(name, record), done -> over.run(), failure -> {
            LOG.warn("What renderer {} does could not be written", name, failure);
            over.run();
        });
    }

    /** True while this is the renderer that has its name here. */
    boolean isLocal(LocalRenderer renderer) {
        return local.get(renderer.port().name()) == renderer;
    }

    EventLoop loop() {
        return loop;
    }

    Clock clock() {
        return clock;
    }

    String gatewayId() {
        return gatewayId;
    }

    /** A renderer lost its name to another. */
    void forget(LocalRenderer renderer) {
        local.remove(renderer.port().name(), renderer);
    }

    private void logFailure(CompletableFuture<?> write, String name) {
        Answers.toLoop(loop, write, done -> {
        }, failure -> LOG.warn("What renderer {} does could not be written", name, failure));
    }

    // Forgetting.

    private void scheduleSweep() {
        loop.schedule(SWEEP_INTERVAL, () -> {
            sweep();
            scheduleSweep();
        });
    }

    private void sweep() {
        long longAgo = clock.millis() - settings.retention().toMillis();
        for (ControlEntry entry : List.copyOf(table.all())) {
            if (isOver(entry) && entry.seenMillis() < longAgo) {
                forget(entry.name());
            } else {
                giveUpIfStale(entry);
            }
        }
    }

    private void giveUpIfStale(ControlEntry entry) {
        RendererRecord state = entry.state();
        if (state != null && state.isTaken() && !local.containsKey(entry.name()) && isStale(state)) {
            write(entry.name(), state.with(Presence.GONE, gatewayId, clock.millis()));
        }
    }

    /** A gateway that was killed as it ended a session may have left the name behind: its successor gives it back. */
    private boolean isStale(RendererRecord state) {
        return state.isKeptByGateway()
                // Any gateway may say so: there is no session whose end would tell.
                ? state.seenMillis() < clock.millis() - KEPT_MILLIS
                : owner.isOver(state.session(), state.stream());
    }

    private boolean forgetOldest() {
        ControlEntry oldest = table.all().stream().filter(ControlService::isOver)
                .min(Comparator.comparingLong(ControlEntry::seenMillis)).orElse(null);
        if (oldest == null) {
            return false;
        }
        forget(oldest.name());
        return true;
    }

    /** True for what is only remembered, be it a command that was written when its renderer was forgotten already. */
    private static boolean isOver(ControlEntry entry) {
        RendererRecord state = entry.state();
        return state == null || !state.isTaken();
    }

    private void forget(String name) {
        logFailure(log.writeCommand(name, null), name);
        logFailure(log.writeState(name, null), name);
    }
}
