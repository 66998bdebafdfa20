package io.sluice.crsp.connection;

import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.PacketCiphers;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.PacketHeader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Two connections without endpoints or addresses, 10 ms apart. A test decides the fate of each datagram and may slip in
 * its own.
 */
final class Wire {
    static final long SECOND = 1_000_000_000L;
    static final long LATENCY = 10_000_000L;
    static final long CLIENT_ID = 0xC1;
    static final long SERVER_ID = 0x51;
    static final byte[] RESET_TOKEN = "sixteen bytes of".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /** One side with a small application: keeps events and messages. */
    static final class Side {
        final Connection connection;
        final List<ConnectionEvent> events = new ArrayList<>();
        final List<byte[]> messages = new ArrayList<>();
        final List<Stream> opened = new ArrayList<>();
        boolean reading = true;

        Side(Connection connection) {
            this.connection = connection;
        }

        void read(Stream stream) {
            for (byte[] message = stream.poll(); message != null; message = stream.poll()) {
                messages.add(message);
            }
        }

        Stream open() {
            Stream stream = connection.openStream();
            if (stream == null) {
                throw new AssertionError("no stream can be opened");
            }
            return stream;
        }

        @Nullable
        CloseReason closed() {
            return events.stream()
                    .filter(ConnectionEvent.Closed.class::isInstance)
                    .map(event -> ((ConnectionEvent.Closed) event).reason())
                    .findFirst()
                    .orElse(null);
        }

        private void takeEvents() {
            for (ConnectionEvent event = connection.pollEvent(); event != null; event = connection.pollEvent()) {
                events.add(event);
                switch (event) {
                    case ConnectionEvent.StreamOpened(Stream stream) -> opened.add(stream);
                    case ConnectionEvent.StreamReadable(Stream stream) -> {
                        if (reading) {
                            read(stream);
                        }
                    }
                    default -> {
                    }
                }
            }
        }
    }

    private record InFlight(long arrival, Side target, byte[] datagram, int ecn) {}

    final Side client;
    final Side server;
    long now;
    /** Says whether a datagram arrives; the first argument is its target. */
    BiPredicate<Side, byte[]> arrives = (target, datagram) -> true;
    /** Says with which mark of congestion notification a datagram arrives that left with one; all are wiped at first. */
    IntUnaryOperator marks = mark -> 0;
    private final Deque<InFlight> inFlight = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(65_535);
    private final PacketHeader header = new PacketHeader();

    static final InetSocketAddress SERVER_ADDRESS = address(1);
    static final InetSocketAddress CLIENT_ADDRESS = address(2);

    private static InetSocketAddress address(int host) {
        return new InetSocketAddress("127.0.0." + host, 4650);
    }

    Wire(ConnectionConfig config) {
        this(config, config);
    }

    Wire(ConnectionConfig clientConfig, ConnectionConfig serverConfig) {
        this(clientConfig, serverConfig, ClientSecurity.plain(), ServerSecurity.plainOnly(), new PacketCiphers(), 1);
    }

    Wire(ClientSecurity clientSecurity, ServerSecurity serverSecurity) {
        this(ConnectionConfig.DEFAULT, ConnectionConfig.DEFAULT, clientSecurity, serverSecurity, new PacketCiphers(),
                1);
    }

    Wire(
            ConnectionConfig clientConfig,
            ConnectionConfig serverConfig,
            ClientSecurity clientSecurity,
            ServerSecurity serverSecurity,
            PacketCiphers ciphers,
            long seed) {
        client = new Side(Connection.client(
                clientConfig, clientSecurity, CLIENT_ID, SERVER_ID, SERVER_ADDRESS, ciphers, new SplittableRandom(seed),
                now));
        server = new Side(
                Connection.server(
                        serverConfig, serverSecurity, SERVER_ID, CLIENT_ID, RESET_TOKEN, CLIENT_ADDRESS, ciphers,
                        new SplittableRandom(seed + 1), now));
    }

    /** Runs until both sides are established and have settled; false if they are not within ten seconds. */
    boolean establish() {
        boolean done = runUntil(
                () -> client.connection.state() instanceof ConnectionState.Established
                        && server.connection.state() instanceof ConnectionState.Established
                        && client.connection.handshake() == null
                        && server.connection.handshake() == null,
                now + 10 * SECOND);
        run(LATENCY * 5);
        return done;
    }

    /** A pair whose handshake is over. */
    static Wire established() {
        return established(ConnectionConfig.DEFAULT);
    }

    static Wire established(ConnectionConfig config) {
        Wire wire = new Wire(config);
        if (!wire.runUntil(
                () -> wire.client.connection.state() instanceof ConnectionState.Established
                        && wire.server.connection.handshake() == null,
                SECOND)) {
            throw new AssertionError("no handshake");
        }
        wire.run(LATENCY * 5);
        return wire;
    }

    /** Delivers a datagram at once, whoever made it. */
    void inject(Side target, byte[] datagram) {
        inject(target, datagram, 0);
    }

    private void inject(Side target, byte[] datagram, int ecn) {
        ByteBuffer copy = ByteBuffer.wrap(datagram.clone());
        if (header.read(copy)) {
            target.connection.receive(now, target.connection.remote(), header, copy, ecn);
        }
        target.takeEvents();
    }

    void run(long nanos) {
        long end = now + nanos;
        runUntil(() -> false, end);
        now = end;
    }

    /** Runs until the condition holds; false if {@code deadline} came first. */
    boolean runUntil(BooleanSupplier condition, long deadline) {
        while (true) {
            flush(client, server);
            flush(server, client);
            if (condition.getAsBoolean()) {
                return true;
            }
            long next = Math.min(client.connection.nextTimeout(), server.connection.nextTimeout());
            InFlight first = inFlight.peek();
            if (first != null) {
                next = Math.min(next, first.arrival());
            }
            if (next > deadline) {
                return false;
            }
            now = Math.max(now, next);
            while (!inFlight.isEmpty() && inFlight.peek().arrival() <= now) {
                InFlight arrived = inFlight.remove();
                inject(arrived.target(), arrived.datagram(), arrived.ecn());
            }
            client.connection.onTimeout(now);
            server.connection.onTimeout(now);
        }
    }

    private void flush(Side from, Side to) {
        from.takeEvents();
        while (from.connection.pollTransmit(now, buffer)) {
            byte[] datagram = new byte[buffer.remaining()];
            buffer.get(datagram);
            if (arrives.test(to, datagram)) {
                int ecn = marks.applyAsInt(from.connection.transmitEcn());
                inFlight.add(new InFlight(now + LATENCY, to, datagram, ecn));
            }
        }
        from.takeEvents();
    }
}
