package io.sluice.cli.commands;

import io.sluice.cli.local.DevelopmentCertificate;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.security.CertificateTrust;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.security.TicketKeys;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.MessageCodec;
import io.sluice.crsp.session.OffsetReset;
import io.sluice.crsp.session.Position;
import io.sluice.crsp.session.SequenceNumbers;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.session.Start;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.tcp.TcpListener;
import io.sluice.crsp.tcp.TcpSettings;
import io.sluice.crsp.udp.UdpSettings;
import io.sluice.crsp.udp.UdpTransport;
import io.sluice.crsp.wire.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The least that a gateway does, without Kafka: it has one topic, {@value #TOPIC}, with one partition of rising
 * numbers. What it does wrong can be set.
 */
final class FakeGateway implements AutoCloseable {
    static final String TOPIC = "numbers";

    private final UdpTransport transport;
    private final TcpListener tcp;
    private final Queue<String> published = new ConcurrentLinkedQueue<>();
    private final int records;
    private volatile Predicate<Long> missing = offset -> false;
    private volatile @Nullable ErrorCode rejection;
    private volatile boolean lying;

    /** Takes plain clients; the topic has numbers from 1 at offset 0. */
    FakeGateway(int records) throws IOException {
        this(records, ServerSecurity.plainOnly());
    }

    /** Takes encrypted clients only. */
    FakeGateway(int records, DevelopmentCertificate certificate) throws IOException, GeneralSecurityException {
        this(records, security(certificate));
    }

    private FakeGateway(int records, ServerSecurity security) throws IOException {
        this.records = records;
        this.transport = UdpTransport.open(
                UdpSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                EndpointConfig.of(ConnectionConfig.DEFAULT, new byte[32], security),
                remote -> this::onEvent,
                Thread.ofPlatform().daemon().name("fake-gateway").factory());
        this.tcp = TcpListener.open(
                TcpSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                security,
                transport.loops(),
                Thread.ofPlatform().daemon().name("fake-gateway-tcp").factory());
    }

    /** Where it takes clients over TCP, on a port of its own. */
    String tcpAddress() {
        return "localhost:" + tcp.localAddress().getPort();
    }

    private static ServerSecurity security(DevelopmentCertificate certificate)
            throws IOException, GeneralSecurityException {
        char[] password = certificate.password().toCharArray();
        KeyStore store = KeyStore.getInstance(certificate.keyStore().toFile(), password);
        TicketKeys tickets = new TicketKeys(
                List.of(new byte[32]), Duration.ofHours(1), Duration.ofHours(1), InstantSource.system());
        return ServerSecurity.of(CertificateTrust.ofKeyStore(store, password), tickets);
    }

    String address() {
        return "localhost:" + transport.localAddress().getPort();
    }

    /** What clients published, in order. */
    List<String> published() {
        return List.copyOf(published);
    }

    /** Leaves these offsets out of every delivery. */
    FakeGateway losing(Predicate<Long> offsets) {
        missing = offsets;
        return this;
    }

    /** Refuses every session. */
    FakeGateway rejecting(ErrorCode code) {
        rejection = code;
        return this;
    }

    /** Tells wrong checksums. */
    FakeGateway lying() {
        lying = true;
        return this;
    }

    private void onEvent(EndpointConnection connection, ConnectionEvent event) {
        switch (event) {
            case ConnectionEvent.StreamReadable(Stream stream) -> {
                for (byte[] bytes = stream.poll(); bytes != null; bytes = stream.poll()) {
                    onMessage(connection, stream, MessageCodec.decode(bytes));
                }
            }
            case ConnectionEvent.StreamWritable(Stream stream) -> {
                if (stream.attachment() instanceof Feed feed) {
                    feed.pump();
                }
            }
            case ConnectionEvent other -> {
            }
        }
    }

    private void onMessage(EndpointConnection connection, Stream stream, Message message) {
        switch (message) {
            case Message.OpenSession open -> openSession(stream);
            case Message.EndSession end -> connection.connection().shutdown(transport.loop().now());
            case Message.Subscribe request -> subscribe(stream, request);
            case Message.Publish request -> send(stream, new Message.Publishing(0));
            case Message.Data data -> {
                byte[] value = data.value();
                published.add(value == null ? "" : new String(value, StandardCharsets.UTF_8));
                send(stream, new Message.Confirm(data.sequence()));
            }
            case Message.SequenceRequest request -> sequence(stream, request);
            case Message other -> {
            }
        }
    }

    private static void send(Stream stream, Message message) {
        stream.offer(MessageCodec.encode(message));
    }

    private void openSession(Stream stream) {
        ErrorCode code = rejection;
        send(
                stream,
                code == null
                        ? new Message.SessionOpened(
                                SessionId.random(new Random()), 1, Duration.ofSeconds(30), "fake")
                        : new Message.Failure(code, "refused by the test"));
    }

    private void subscribe(Stream stream, Message.Subscribe request) {
        if (!request.topic().equals(TOPIC)) {
            send(stream, new Message.Failure(ErrorCode.TOPIC_UNKNOWN, "no topic " + request.topic()));
            return;
        }
        long start = request.start() instanceof Start.Offset(long offset) ? offset : 0;
        send(stream, new Message.Subscribed(List.of(new Position(0, start))));
        Feed feed = new Feed(stream, start);
        stream.attach(feed);
        if (request.reset() == OffsetReset.EARLIEST) {
            feed.next = 3;
            send(stream, new Message.PositionReset(0, start, 3, records, 3));
        }
        feed.pump();
    }

    private void sequence(Stream stream, Message.SequenceRequest request) {
        int length = request.length() == 0 ? 3 : request.length();
        send(stream, new Message.SequenceStarted(length, request.interval()));
        SequenceNumbers numbers = new SequenceNumbers();
        for (long index = 0; index < length; index++) {
            long value = SequenceNumbers.value(7, index);
            numbers.add(value);
            send(stream, new Message.SequenceItem(index, value));
        }
        send(stream, new Message.SequenceEnd(lying ? new byte[32] : numbers.checksum()));
    }

    /** The records of the topic on one stream. */
    private final class Feed {
        private final Stream stream;
        private long next;

        Feed(Stream stream, long next) {
            this.stream = stream;
            this.next = next;
        }

        void pump() {
            while (next < records) {
                byte[] value = Long.toString(next + 1).getBytes(StandardCharsets.UTF_8);
                Message record = new Message.Delivery(0, next, 0, null, List.of(), value);
                if (!missing.test(next) && !stream.offer(MessageCodec.encode(record))) {
                    return;
                }
                next++;
            }
        }
    }

    @Override
    public void close() {
        transport.close();
        tcp.close();
    }
}
