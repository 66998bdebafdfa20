package io.sluice.cli.gateway;

import io.sluice.cli.convert.HostPort;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.ClientListener;
import io.sluice.crsp.client.Transport;
import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.wire.ErrorCode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;

/**
 * Tells the user how the connection fares: each change once, not every attempt. Called on the client's thread;
 * {@link #lastReason} by any.
 */
final class ConnectionReporter implements ClientListener {
    private final Console console;
    private final String who;
    private final boolean quiet;
    private boolean connected;
    private volatile String lastReason = "no answer";

    /**
     * @param who the client's name before each note, or empty
     * @param quiet tells nothing, only remembers
     */
    ConnectionReporter(Console console, String who, boolean quiet) {
        this.console = console;
        this.who = who;
        this.quiet = quiet;
    }

    /** Why the last attempt failed. */
    String lastReason() {
        return lastReason;
    }

    @Override
    public void onConnected(SessionId session, boolean resumed, InetSocketAddress gateway, Transport over) {
        connected = true;
        tell(
                (resumed ? "resumed session " + session : "connected to " + text(gateway) + ", session " + session)
                        + (over == Transport.TCP ? ", over TCP" : ""),
                Json.object()
                        .put("event", resumed ? "resumed" : "connected")
                        .put("session", session)
                        .put("gateway", text(gateway))
                        .put("transport", over.name().toLowerCase(Locale.ROOT)));
    }

    private static String text(InetSocketAddress address) {
        return new HostPort(address.getHostString(), address.getPort()).toString();
    }

    @Override
    public void onDisconnected(CloseReason reason, Duration retryIn) {
        lastReason = reason.code() + ": " + reason.message();
        if (connected) {
            connected = false;
            tell(
                    "connection lost (" + lastReason + "), reconnecting",
                    Json.object()
                            .put("event", "disconnected")
                            .put("code", reason.code())
                            .put("message", reason.message()));
        }
    }

    @Override
    public void onRedirected(String gatewayId, InetSocketAddress to) {
        tell(
                "sent on to gateway " + gatewayId + " at " + text(to),
                Json.object().put("event", "redirected").put("id", gatewayId).put("gateway", text(to)));
    }

    @Override
    public void onSilent(InetSocketAddress gateway, InetSocketAddress asked) {
        tell(
                "gateway " + text(gateway) + " does not answer, asking " + text(asked),
                Json.object().put("event", "silent").put("gateway", text(gateway)).put("asked", text(asked)));
    }

    @Override
    public void onHeard(InetSocketAddress gateway) {
        tell(
                "gateway " + text(gateway) + " answers again and keeps the session",
                Json.object().put("event", "heard").put("gateway", text(gateway)));
    }

    @Override
    public void onRejected(ErrorCode code, String message) {
        lastReason = code + ": " + message;
    }

    private void tell(String text, Json event) {
        if (!quiet) {
            console.event(who.isEmpty() ? text : who + ": " + text, who.isEmpty() ? event : event.put("client", who));
        }
    }
}
