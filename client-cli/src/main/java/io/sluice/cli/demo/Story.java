package io.sluice.cli.demo;

import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.ClientListener;
import io.sluice.crsp.client.Transport;
import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.session.SessionId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Tells each step with the time since the start. Thread-safe; the listener's part is called on the client's thread. */
final class Story implements ClientListener {
    private final Console console;
    private final LongSupplier nanoClock;
    private final long startNanos;

    /**
     * Begins at once.
     *
     * @param nanoClock monotonic time in nanoseconds
     */
    Story(Console console, LongSupplier nanoClock) {
        this.console = console;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
    }

    /** One step, for people and for machines. */
    void tell(String text, Json event) {
        double seconds = (nanoClock.getAsLong() - startNanos) / 1e9;
        console.result(String.format(Locale.ROOT, "%6.1f s  %s", seconds, text),
                event.put("atMillis", Math.round(seconds * 1000)));
    }

    @Override
    public void onConnected(SessionId session, boolean resumed, InetSocketAddress gateway, Transport over) {
        tell(resumed ? "the client is back and resumes its session" : "a client is connected, session " + session,
                Json.object().put("event", resumed ? "resumed" : "connected").put("session", session));
    }

    @Override
    public void onSilent(InetSocketAddress gateway, InetSocketAddress asked) {
        tell("the client notices: its gateway does not answer, and asks another",
                Json.object().put("event", "silent"));
    }

    @Override
    public void onDisconnected(CloseReason reason, Duration retryIn) {
        if (retryIn.isZero()) {
            // The first attempt comes at once; those that follow tell nothing new.
            tell("the client notices: " + reason.code() + ", and tries again by itself",
                    Json.object().put("event", "disconnected").put("code", reason.code()));
        }
    }
}
