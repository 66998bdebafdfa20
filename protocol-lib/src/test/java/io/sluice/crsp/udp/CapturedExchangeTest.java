package io.sluice.crsp.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.capture.TsharkCapture;
import io.sluice.crsp.capture.TsharkCapture.Row;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.session.Guarantee;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.MessageCodec;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.Crc32cProtection;
import io.sluice.crsp.wire.FrameReader;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.PacketType;
import io.sluice.crsp.wire.RecordingFrames;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What went over a real socket, shown to tshark: it sees what was sent. */
class CapturedExchangeTest {
    private static final String INFO = "_ws.col.Info";
    private static final byte[] VALUE = new byte[5000];

    static {
        new SplittableRandom(1).nextBytes(VALUE);
    }

    private static final List<Message> OF_CLIENT = List.of(
            new Message.OpenSession("kitchen", Duration.ofSeconds(30)),
            new Message.Publish(1, "orders", Guarantee.EXACTLY_ONCE),
            new Message.Data(1, null, List.of(), VALUE),
            new Message.EndSession());
    private static final List<Message> OF_GATEWAY = List.of(
            new Message.SessionOpened(new SessionId(1, 2), 4, Duration.ofSeconds(30), "gw1:4650"),
            new Message.Publishing(0),
            new Message.Confirm(1));

    /** Sends its messages on stream 0 and ends when both directions are through. */
    private static final class Side implements ConnectionHandler {
        final CompletableFuture<Boolean> over = new CompletableFuture<>();
        private final boolean opens;
        private final Deque<byte[]> toSend = new ArrayDeque<>();
        private final List<byte[]> received = new ArrayList<>();

        Side(boolean opens, List<Message> messages) {
            this.opens = opens;
            messages.forEach(message -> toSend.add(MessageCodec.encode(message)));
        }

        @Override
        public void onEvent(EndpointConnection connection, ConnectionEvent event) {
            switch (event) {
                case ConnectionEvent.Established ignored when opens ->
                    pump(Objects.requireNonNull(connection.connection().openStream()));
                case ConnectionEvent.StreamOpened(Stream stream) -> pump(stream);
                case ConnectionEvent.StreamReadable(Stream stream) -> readAll(stream);
                case ConnectionEvent.StreamDone ignored -> connection.connection().shutdown(System.nanoTime());
                case ConnectionEvent.Closed ignored -> over.complete(true);
                default -> {
                }
            }
        }

        private void readAll(Stream stream) {
            for (byte[] message = stream.poll(); message != null; message = stream.poll()) {
                received.add(message);
            }
        }

        private void pump(Stream stream) {
            while (!toSend.isEmpty()) {
                assertThat(stream.offer(toSend.remove())).isTrue();
            }
            stream.finish();
        }
    }

    /** One datagram as the library itself reads it. */
    private record Read(PacketType type, long destination, long number, List<String> frames) {
        static Read of(byte[] datagram) {
            ByteBuffer packet = ByteBuffer.wrap(datagram.clone());
            PacketHeader header = new PacketHeader();
            assertThat(header.read(packet)).isTrue();
            assertThat(new Crc32cProtection().open(packet)).isTrue();
            RecordingFrames frames = new RecordingFrames();
            if (hasFrames(header.type())) {
                FrameReader.read(packet, frames);
            }
            return new Read(header.type(), header.destination(), header.truncatedNumber(), frames.frames);
        }

        static boolean hasFrames(PacketType type) {
            return type == PacketType.INITIAL || type == PacketType.DATA;
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static TsharkCapture exchange(Path folder) throws Exception {
        EndpointConfig config = EndpointConfig.plain(ConnectionConfig.DEFAULT, new byte[16]);
        Side atGateway = new Side(false, OF_GATEWAY);
        Side atClient = new Side(true, OF_CLIENT);
        try (UdpTransport gateway = UdpTransport.open(UdpSettings.of(anyPort()), config, remote -> atGateway,
                Thread.ofPlatform().factory());
                UdpTransport client = UdpTransport.open(UdpSettings.of(anyPort()), config, null,
                        Thread.ofPlatform().factory())) {
            TsharkCapture capture = new TsharkCapture(folder, gateway.localAddress().getPort());
            try (Tap tap = new Tap(gateway.localAddress(), capture::add)) {
                client.loop().execute(() -> client.loop().connect(tap.address(), ClientSecurity.plain(), atClient));
                assertThat(atClient.over.get(30, TimeUnit.SECONDS)).isTrue();
                assertThat(atGateway.over.get(30, TimeUnit.SECONDS)).isTrue();
            }
            return capture;
        }
    }

    @Test
    @Timeout(120)
    void tsharkSeesEveryPacketFrameAndMessageOfAnExchange(@TempDir Path folder) throws Exception {
        TsharkCapture capture = exchange(folder);

        List<Read> sent = capture.datagrams().stream().map(Read::of).toList();
        List<Row> rows = capture.decode("", INFO, "crsp.type", "crsp.dcid", "crsp.pn", "crsp.frame.type",
                "crsp.stream.data", "crsp.message.type", "_ws.expert.message");
        assertThat(rows).hasSameSizeAs(sent);
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Read packet = sent.get(i);
            String info = row.first(INFO);
            assertThat(info).startsWith(packet.type().name());
            assertThat(row.first("crsp.dcid")).isEqualTo(String.format("%016x", packet.destination()));
            assertThat(row.all("_ws.expert.message")).as(info).isEmpty();
            if (Read.hasFrames(packet.type())) {
                assertThat(row.first("crsp.pn")).isEqualTo(Long.toString(packet.number()));
                assertThat(framesOf(info)).as(info).isEqualTo(packet.frames().stream()
                        .map(frame -> frame.substring(0, frame.indexOf('('))).toList());
                assertThat(row.all("crsp.stream.data")).isEqualTo(streamDataOf(packet));
            }
            messages.addAll(row.all("crsp.message.type"));
        }
        assertThat(messages).containsExactlyInAnyOrder("0x01", "0x20", "0x22", "0x04", "0x03", "0x21", "0x23");
        assertThat(sent).extracting(Read::type).contains(PacketType.INITIAL, PacketType.RETRY, PacketType.DATA);
    }

    private static List<String> framesOf(String info) {
        List<String> words = List.of(info.replaceAll("\\([^)]*\\)", "").split(" "));
        return words.subList(2, words.size());
    }

    private static List<String> streamDataOf(Read packet) {
        return packet.frames().stream().filter(frame -> frame.startsWith("STREAM("))
                .map(frame -> frame.replaceAll("^.*data=0x([0-9a-f]*)\\)$", "$1"))
                .filter(data -> !data.isEmpty())
                .toList();
    }

    @Test
    @Timeout(120)
    void aMessageOverSeveralPacketsIsShownWhole(@TempDir Path folder) throws Exception {
        TsharkCapture capture = exchange(folder);

        assertThat(capture.decode("crsp.message.type == \"Data\"", "crsp.message.value", "crsp.message.sequence"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.first("crsp.message.value")).isEqualTo(HexFormat.of().formatHex(VALUE));
                    assertThat(row.first("crsp.message.sequence")).isEqualTo("1");
                });
        assertThat(capture.decode("crsp.message.topic == \"orders\" && crsp.message.number == 1", "crsp.pn"))
                .hasSize(1);
        assertThat(capture.show("crsp.message.type == \"SessionOpened\"")).contains("gateway: gw1:4650", "epoch: 4");
    }
}
