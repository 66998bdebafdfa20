package io.sluice.crsp.qlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.SpecificationVectors;
import io.sluice.crsp.SpecificationVectors.Vector;
import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.CloseReason.Origin;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.connection.ConnectionLog.Drop;
import io.sluice.crsp.connection.Role;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.PacketType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of a log, one by one. */
class QlogWriterTest {
    private static final long START = 5_000_000_000L;
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 4650);

    private final QlogText text = new QlogText();
    private final QlogWriter log = new QlogWriter(text, 1_000_000, 1_700_000_000_000L, START, Role.CLIENT, 1, 2, PEER);

    static List<Vector> frames() {
        return SpecificationVectors.of("frame").stream().filter(vector -> !vector.meaning().startsWith("PADDING"))
                .toList();
    }

    private List<Map<String, Object>> data(String name) {
        return QlogText.data(text.records(), name);
    }

    @Test
    void theFirstRecordSaysWhatTheLogIs() {
        Map<String, Object> header = text.records().getFirst();

        assertThat(header).containsEntry("qlog_version", "0.3").containsEntry("qlog_format", "JSON-SEQ");
        Map<String, Object> trace = QlogText.object(header, "trace");
        assertThat(QlogText.object(trace, "vantage_point")).containsEntry("type", "client");
        assertThat(QlogText.object(trace, "common_fields")).containsEntry("time_format", "relative")
                .containsEntry("reference_time", 1_700_000_000_000.0)
                .containsEntry("group_id", "0000000000000001");
        assertThat(data("connectivity:connection_started")).singleElement().satisfies(data -> assertThat(data)
                .containsEntry("dst_ip", "10.0.0.1").containsEntry("dst_port", 4650.0)
                .containsEntry("src_cid", "0000000000000001").containsEntry("dst_cid", "0000000000000002"));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void everyFrameIsWrittenByItsName(Vector vector) {
        log.onPacketReceived(START + 1_500_000, PacketType.DATA, 7, 60, ByteBuffer.wrap(vector.bytes()));

        Map<String, Object> record = text.records().getLast();
        assertThat(record).containsEntry("name", "transport:packet_received").containsEntry("time", 1.5);
        Map<String, Object> packet = QlogText.object(record, "data");
        assertThat(QlogText.object(packet, "header")).containsEntry("packet_type", "1RTT")
                .containsEntry("packet_number", 7.0).containsEntry("dcid", "0000000000000001");
        assertThat(QlogText.object(packet, "raw")).containsEntry("length", 60.0);
        String name = vector.meaning().substring(0, vector.meaning().indexOf('(')).toLowerCase(Locale.ROOT);
        assertThat(QlogText.objects(packet, "frames")).singleElement().satisfies(
                frame -> assertThat(frame).containsEntry("frame_type", name.equals("handshake") ? "crypto" : name));
    }

    @Test
    void framesHaveTheFieldsThatViewersRead() {
        log.onPacketReceived(START, PacketType.DATA, 0, 60,
                ByteBuffer.wrap(SpecificationVectors.bytes("0243e870d4020a4058419041f200 0b0343e80100")));

        List<Map<String, Object>> frames = QlogText.objects(data("transport:packet_received").getFirst(), "frames");
        assertThat(frames.getFirst()).containsEntry("ack_delay", 12.5).containsEntry("acked_ranges",
                List.of(List.of(990.0, 1000.0), List.of(500.0, 900.0), List.of(0.0)));
        assertThat(frames.getLast()).containsEntry("stream_id", 3.0).containsEntry("offset", 1000.0)
                .containsEntry("length", 1.0).containsEntry("fin", true);
    }

    @Test
    void whatIsNoFrameEndsThePacketAndNotTheLog() {
        log.onPacketReceived(START, PacketType.DATA, 0, 60, ByteBuffer.wrap(new byte[]{1, 0x7f, 1}));

        List<Map<String, Object>> frames = QlogText.objects(data("transport:packet_received").getFirst(), "frames");
        assertThat(frames).extracting(frame -> frame.get("frame_type")).containsExactly("ping", "unknown");
    }

    @Test
    void aDroppedPacketSaysWhy() {
        for (Drop why : Drop.values()) {
            log.onPacketDropped(START, PacketType.DATA, 99, why);
        }

        assertThat(data("transport:packet_dropped")).extracting(data -> data.get("trigger"))
                .containsExactly("payload_decrypt_error", "duplicate", "key_unavailable");
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void theEndSaysWhoAndWhy(ErrorCode code) {
        log.onEvent(START, new ConnectionEvent.Closed(new CloseReason(Origin.PEER, code, "\"so\"\n")));

        assertThat(data("connectivity:connection_closed")).singleElement().satisfies(data -> assertThat(data)
                .containsEntry("owner", "remote").containsEntry("reason", "\"so\"\n")
                .containsEntry(code.code() < 0x100 ? "connection_code" : "application_code",
                        code.name().toLowerCase(Locale.ROOT))
                .containsKey("trigger"));
    }

    @Test
    void aChangeOfAddressAndOfKeysIsTold() {
        log.onEvent(START, new ConnectionEvent.PathChanged(
                new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 7)));
        log.onKeyUpdates(START, 0);
        log.onKeyUpdates(START, 1);
        log.onKeyUpdates(START, 1);

        assertThat(data("connectivity:migration_state_updated")).singleElement().satisfies(data -> {
            assertThat(data).containsEntry("new", "migration_complete");
            assertThat(QlogText.object(data, "path_remote")).containsEntry("ip_v6", "2001:db8:0:0:0:0:0:1")
                    .containsEntry("port_v6", 7.0);
        });
        assertThat(data("security:key_updated")).singleElement().satisfies(data -> assertThat(data)
                .containsEntry("key_type", "client_1rtt_secret").containsEntry("generation", 1.0));
    }

    @Test
    void aFullLogSaysSoAndIsClosed() {
        QlogText small = new QlogText();
        QlogWriter bounded = new QlogWriter(small, 5000, 0, START, Role.SERVER, 1, 2, PEER);

        for (int i = 0; i < 1000; i++) {
            bounded.onPacketDropped(START + i, PacketType.DATA, 99, Drop.DUPLICATE);
        }

        assertThat(small.length()).isBetween(4000, 5000);
        assertThat(small.isClosed()).isTrue();
        assertThat(small.records().getLast()).containsEntry("name", "generic:warning");
    }

    @Test
    void anyTextComesBackFromItsEscapes() {
        JsonWriter json = new JsonWriter();
        String anything = "plain \"quoted\" \\ \n\t\u0000\u001f\u007f é € \ud83d\ude00 \ud800";

        json.beginObject().field("a", anything).field(anything, -1).name("t").millis(-1_000_001).endObject();

        assertThat(json.text().chars()).allMatch(c -> c >= ' ' && c < 0x7f);
        assertThat(Json.object(json.text().toString())).containsEntry("a", anything).containsEntry(anything, -1.0)
                .containsEntry("t", -1.000001);
    }
}
