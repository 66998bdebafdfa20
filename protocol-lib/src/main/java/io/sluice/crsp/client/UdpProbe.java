package io.sluice.crsp.client;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.wire.ErrorCode;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries in the background, while a session is over TCP, whether its gateway answers over UDP by now. On the loop's
 * thread.
 */
final class UdpProbe {
    private final EventLoop loop;
    private final LongSupplier pauses;
    private final Function<ConnectionHandler, EndpointConnection> dial;
    private final Consumer<EndpointConnection> onReachable;
    private final Consumer<CloseReason> onFailed;
    private EventLoop.@Nullable Scheduled next;
    private @Nullable EndpointConnection attempt;

    /**
     * @param pauses how long to wait before each try, in nanoseconds
     * @param dial begins a connection over UDP
     * @param onReachable given the established connection, which is then its own
     * @param onFailed told why a try failed
     */
    UdpProbe(
            EventLoop loop,
            LongSupplier pauses,
            Function<ConnectionHandler, EndpointConnection> dial,
            Consumer<EndpointConnection> onReachable,
            Consumer<CloseReason> onFailed) {
        this.loop = loop;
        this.pauses = pauses;
        this.dial = dial;
        this.onReachable = onReachable;
        this.onFailed = onFailed;
    }

    /** Begins to try, again and again until {@link #stop} or success. */
    void start() {
        stop();
        next = loop.schedule(pauses.getAsLong(), () -> {
            next = null;
            attempt = dial.apply(this::onEvent);
        });
    }

    private void onEvent(EndpointConnection connection, ConnectionEvent event) {
        if (connection != attempt) {
            return;
        }
        switch (event) {
            case ConnectionEvent.Established ignored -> {
                attempt = null;
                onReachable.accept(connection);
            }
            case ConnectionEvent.Closed(CloseReason reason) -> {
                attempt = null;
                onFailed.accept(reason);
                start();
            }
            default -> {
            }
        }
    }

    /** Gives the present try up, and all further ones. */
    void stop() {
        if (next != null) {
            next.cancel();
            next = null;
        }
        EndpointConnection given = attempt;
        if (given != null) {
            attempt = null;
            given.connection().close(loop.now(), ErrorCode.NO_ERROR, "not needed any more");
            given.wakeUp();
        }
    }
}
