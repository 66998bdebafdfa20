package io.sluice.benchmarks.contestant;

import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.stream.Stream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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
        private final ByteBuffer message;
        private final ByteBuffer reply;
        private final CompletableFuture<EndpointConnection> established = new CompletableFuture<>();
        private boolean refused;

        Client(Workload workload) {
            this.workload = workload;
            this.message = ByteBuffer.allocate(workload.messageSize());
            this.reply = ByteBuffer.allocate(workload.messageSize());
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
                        while (stream.poll(reply.clear()) >= 0) {
                            workload.onReply(reply.flip());
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
                    workload.write(message.clear());
                    message.flip();
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
        private final ByteBuffer message;

        Server(Workload workload) {
            this.workload = workload;
            this.message = ByteBuffer.allocate(workload.messageSize());
        }

        @Override
        public void onEvent(EndpointConnection connection, ConnectionEvent event) {
            if (!(event instanceof ConnectionEvent.StreamReadable(Stream stream))) {
                return;
            }
            try {
                while (stream.poll(message.clear()) >= 0) {
                    if (workload.onMessage(message.flip()) && !stream.offer(message.rewind())) {
                        throw new IllegalStateException("no room for an answer");
                    }
                }
            } catch (RuntimeException e) {
                workload.fail(e);
            }
        }
    }
}
