package io.sluice.benchmarks.contestant;

import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.stream.Stream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** CRSP, one stream, through one of its drivers. */
public final class Crsp implements Contestant {
    private static final long CONNECT_SECONDS = 15;

    private final CrspDrivers drivers;

    /** @param drivers opens the two endpoints: which driver, secure or plain, and with what settings */
    public Crsp(CrspDrivers drivers) {
        this.drivers = drivers;
    }

    @Override
    public AutoCloseable start(Workload workload, Network network) throws Exception {
        Ends ends = new Ends(workload);
        CrspDrivers.Opened server = drivers.server(network.serverAddress(), remote -> new Server(workload));
        ends.own(() -> closeBehind(server));
        CrspDrivers.Opened client = drivers.client();
        ends.own(() -> closeBehind(client));
        Client handler = new Client(workload);
        client.connect(network.towards(server.localAddress()), handler);
        try {
            handler.established.get(CONNECT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            ends.close();
            throw e;
        }
        return ends;
    }

    /** A closing connection lingers for seconds; the next run need not wait for it. */
    private static void closeBehind(CrspDrivers.Opened driver) {
        Thread.ofPlatform().daemon().name("crsp-closing").start(() -> {
            try {
                driver.close();
            } catch (Exception e) {
                System.err.println("closing a driver: " + e);
            }
        });
    }

    private static final class Client implements ConnectionHandler {
        private final Workload workload;
        private final byte[] message;
        private final ByteBuffer view;
        private final CompletableFuture<EndpointConnection> established = new CompletableFuture<>();
        private boolean refused;

        Client(Workload workload) {
            this.workload = workload;
            this.message = new byte[workload.messageSize()];
            this.view = ByteBuffer.wrap(message);
        }

        @Override
        public void onEvent(EndpointConnection connection, ConnectionEvent event) {
            try {
                switch (event) {
                    case ConnectionEvent.Established ignored -> {
                        established.complete(connection);
                        pump(Objects.requireNonNull(connection.connection().openStream()));
                    }
                    case ConnectionEvent.StreamReadable(Stream stream) -> {
                        for (byte[] reply = stream.poll(); reply != null; reply = stream.poll()) {
                            workload.onReply(ByteBuffer.wrap(reply));
                        }
                        pump(stream);
                    }
                    case ConnectionEvent.StreamWritable(Stream stream) -> pump(stream);
                    case ConnectionEvent.Closed closed -> {
                        IllegalStateException end = new IllegalStateException("the connection closed: " + closed
                                .reason());
                        established.completeExceptionally(end);
                        workload.fail(end);
                    }
                    default -> {
                    }
                }
            } catch (RuntimeException e) {
                workload.fail(e);
            }
        }

        private void pump(Stream stream) {
            while (refused || workload.isReady()) {
                if (!refused) {
                    workload.write(view.clear());
                }
                refused = !stream.offer(message);
                if (refused) {
                    return;
                }
            }
        }
    }

    private static final class Server implements ConnectionHandler {
        private final Workload workload;

        Server(Workload workload) {
            this.workload = workload;
        }

        @Override
        public void onEvent(EndpointConnection connection, ConnectionEvent event) {
            if (!(event instanceof ConnectionEvent.StreamReadable(Stream stream))) {
                return;
            }
            try {
                for (byte @Nullable [] message = stream.poll(); message != null; message = stream.poll()) {
                    if (workload.onMessage(ByteBuffer.wrap(message)) && !stream.offer(message)) {
                        throw new IllegalStateException("no room for an answer");
                    }
                }
            } catch (RuntimeException e) {
                workload.fail(e);
            }
        }
    }
}
