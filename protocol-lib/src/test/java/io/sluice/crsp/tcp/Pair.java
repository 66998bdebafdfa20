package io.sluice.crsp.tcp;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.udp.UdpLoop;
import io.sluice.crsp.udp.UdpSettings;
import io.sluice.crsp.udp.UdpTransport;
import io.sluice.crsp.wire.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A gateway with a UDP and a TCP port, and the loop of a client, on this machine. */
final class Pair implements AutoCloseable {
    private static final long PAUSE = 1_000_000;

    final UdpTransport gateway;
    final TcpListener listener;
    final UdpTransport clients;

    Pair(ServerSecurity security, ConnectionHandler handler) throws IOException {
        this(security, handler, ConnectionConfig.DEFAULT, TcpSettings.of(anyPort()));
    }

    Pair(ServerSecurity security, ConnectionHandler handler, ConnectionConfig config, TcpSettings settings)
            throws IOException {
        EndpointConfig endpoint = EndpointConfig.of(config, new byte[16], security);
        gateway = UdpTransport.open(UdpSettings.of(anyPort()), endpoint, remote -> handler,
                Thread.ofPlatform().name("gateway").factory());
        listener = TcpListener.open(settings, security, gateway.loops(), Thread.ofPlatform().name("tcp").factory());
        clients = UdpTransport.open(UdpSettings.of(anyPort()), EndpointConfig.plain(config, new byte[16]), null,
                Thread.ofPlatform().name("client").factory());
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    EndpointConnection dial(ClientSecurity security, ConnectionHandler handler) throws Exception {
        return on(clients.loop(), () -> clients.loop().connectByTcp(listener.localAddress(), security, handler));
    }

    static <T> T on(UdpLoop loop, Supplier<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.get(10, TimeUnit.SECONDS);
    }

    /** Waits on the gateway's loop's thread. */
    void untilAtGateway(BooleanSupplier condition) throws Exception {
        while (!on(gateway.loop(), condition::getAsBoolean)) {
            LockSupport.parkNanos(PAUSE);
        }
    }

    static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(PAUSE);
        }
    }

    @Override
    public void close() {
        clients.close(ErrorCode.NO_ERROR, "the test is over");
        gateway.close();
        listener.close();
    }
}
