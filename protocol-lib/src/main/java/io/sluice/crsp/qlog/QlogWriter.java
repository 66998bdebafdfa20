package io.sluice.crsp.qlog;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.CloseReason.Origin;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.connection.ConnectionLog;
import io.sluice.crsp.connection.Role;
import io.sluice.crsp.connection.TransportParameters;
import io.sluice.crsp.recovery.LossRecovery;
import io.sluice.crsp.recovery.RttEstimator;
import io.sluice.crsp.recovery.SentPacket;
import io.sluice.crsp.security.SecurityMode;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.PacketType;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes one connection's log as a JSON text sequence (RFC 7464): a record that says what the log is, then one for each
 * event. Names and units are those of qlog 0.3; INITIAL packets are {@code initial}, DATA packets {@code 1RTT}. Tokens,
 * keys and what streams carry are left out. Not safe for threads.
 */
public final class QlogWriter implements ConnectionLog {
    /** The version of the schema in the first record. */
    public static final String VERSION = "0.3";

    private static final char RECORD_SEPARATOR = 0x1e;
    private static final int ROOM_FOR_THE_END = 256;
    private static final long MAX_RATE = 1L << 50;

    private final QlogSink sink;
    private final long maxBytes;
    private final long begun;
    private final Role role;
    private final long localId;
    private long remoteId;
    private final JsonWriter json = new JsonWriter();
    private final QlogFrames frames = new QlogFrames(json);
    private final PacketHeader header = new PacketHeader();
    private long written;
    private long lastTime;
    private boolean over;
    private String congestionState = "";
    private int keyUpdates;
    private final Metric minRtt = new Metric("min_rtt", true);
    private final Metric smoothedRtt = new Metric("smoothed_rtt", true);
    private final Metric latestRtt = new Metric("latest_rtt", true);
    private final Metric rttVariance = new Metric("rtt_variance", true);
    private final Metric probeCount = new Metric("pto_count", false);
    private final Metric window = new Metric("congestion_window", false);
    private final Metric bytesInFlight = new Metric("bytes_in_flight", false);
    private final Metric pacingRate = new Metric("pacing_rate", false);
    private final List<Metric> metrics = List.of(
            minRtt, smoothedRtt, latestRtt, rttVariance, probeCount, window, bytesInFlight, pacingRate);

    /** A number of which only changes are told. */
    private static final class Metric {
        private final String name;
        private final boolean isTime;
        private long told = Long.MIN_VALUE;
        private long value = Long.MIN_VALUE;

        Metric(String name, boolean isTime) {
            this.name = name;
            this.isTime = isTime;
        }

        boolean isNews() { return value != told; }

        void tell(JsonWriter json) {
            told = value;
            json.name(name);
            if (isTime) {
                json.millis(value);
            } else {
                json.value(value);
            }
        }
    }

    /**
     * Begins a log.
     *
     * @param sink where it goes; closed by {@link #close}, or when the log is full
     * @param maxBytes where it ends, with a record that says so
     * @param wallClockMillis the time of day of {@code now}, in milliseconds since 1970
     * @param now the connection's clock, to which times are relative
     */
    public QlogWriter(
            QlogSink sink,
            long maxBytes,
            long wallClockMillis,
            long now,
            Role role,
            long localId,
            long remoteId,
            InetSocketAddress remote) {
        this.sink = sink;
        this.maxBytes = maxBytes;
        this.begun = now;
        this.role = role;
        this.localId = localId;
        this.remoteId = remoteId;
        beginRecord();
        json.field("qlog_version", VERSION).field("qlog_format", "JSON-SEQ").field("title", "CRSP connection");
        json.name("trace").beginObject();
        json.name("vantage_point").beginObject().field("name", "sluice")
                .field("type", role == Role.CLIENT ? "client" : "server").endObject();
        json.name("common_fields").beginObject();
        json.name("protocol_type").beginArray().value("CRSP").endArray();
        json.field("group_id", hex(role == Role.CLIENT ? localId : remoteId));
        json.field("time_format", "relative").field("reference_time", wallClockMillis);
        json.endObject().endObject();
        endRecord();
        begin(now, "connectivity:connection_started");
        json.field("protocol", "CRSP").field("src_ip", "unknown");
        address("dst_ip", "dst_port", remote);
        json.field("src_cid", hex(localId)).field("dst_cid", hex(remoteId));
        end();
    }

    static String hex(long number) {
        return HexFormat.of().toHexDigits(number);
    }

    private void address(String ipName, String portName, InetSocketAddress address) {
        json.field(ipName, address.getAddress().getHostAddress()).field(portName, address.getPort());
    }

    @Override
    public void onParameters(
            long now, boolean own, @Nullable SecurityMode mode, TransportParameters parameters) {
        begin(now, "transport:parameters_set");
        json.field("owner", own ? "local" : "remote");
        json.field("max_idle_timeout", parameters.idleTimeout().toMillis());
        json.field("max_udp_payload_size", parameters.maxDatagramSize());
        json.field("max_ack_delay", parameters.maxAckDelay().toMillis());
        json.field("initial_max_data", parameters.maxData());
        json.field("initial_max_stream_data_bidi_local", parameters.maxStreamData());
        json.field("initial_max_stream_data_bidi_remote", parameters.maxStreamData());
        json.field("initial_max_streams_bidi", parameters.maxStreams());
        json.field("max_datagram_frame_size", parameters.maxDatagramFrameSize());
        json.field("max_message_size", parameters.maxMessageSize());
        if (mode != null) {
            json.field("security_mode", mode.name().toLowerCase(Locale.ROOT));
        }
        end();
    }

    @Override
    public void onPacketSent(long now, PacketType type, long number, int size, ByteBuffer packet) {
        ByteBuffer view = packet.duplicate();
        if (over || !header.read(view)) {
            return;
        }
        remoteId = header.destination();
        begin(now, "transport:packet_sent");
        header(type, number, localId, remoteId);
        frames.write(view);
        size(size);
        end();
    }

    @Override
    public void onPacketReceived(long now, PacketType type, long number, int size, ByteBuffer content) {
        if (over) {
            return;
        }
        begin(now, "transport:packet_received");
        header(type, number, remoteId, localId);
        frames.write(content.duplicate());
        size(size);
        end();
    }

    private void header(PacketType type, long number, long source, long destination) {
        json.name("header").beginObject().field("packet_type", name(type)).field("packet_number", number);
        if (type == PacketType.INITIAL) {
            json.field("version", HexFormat.of().toHexDigits(PacketHeader.VERSION_2)).field("scid", hex(source));
        }
        json.field("dcid", hex(destination)).endObject();
    }

    private void size(int size) {
        json.name("raw").beginObject().field("length", size).endObject();
    }

    private static String name(PacketType type) {
        return switch (type) {
            case INITIAL -> "initial";
            case DATA -> "1RTT";
            case RETRY -> "retry";
            case VERSION_NEGOTIATION -> "version_negotiation";
        };
    }

    @Override
    public void onRetryReceived(long now, long source, int tokenLength) {
        remoteId = source;
        begin(now, "transport:packet_received");
        json.name("header").beginObject().field("packet_type", name(PacketType.RETRY));
        json.field("scid", hex(source)).field("dcid", hex(localId)).endObject();
        json.name("retry_token").beginObject().field("type", "retry").field("length", tokenLength).endObject();
        end();
    }

    @Override
    public void onPacketDropped(long now, PacketType type, int size, Drop why) {
        begin(now, "transport:packet_dropped");
        json.name("header").beginObject().field("packet_type", name(type)).endObject();
        size(size);
        json.field("trigger", switch (why) {
            case CORRUPT -> "payload_decrypt_error";
            case DUPLICATE -> "duplicate";
            case TOO_EARLY -> "key_unavailable";
        });
        end();
    }

    @Override
    public void onPacketLost(long now, PacketType type, SentPacket packet, boolean reordered) {
        begin(now, "recovery:packet_lost");
        json.name("header").beginObject().field("packet_type", name(type)).field("packet_number", packet.number())
                .endObject();
        if (packet.isMtuProbe()) {
            json.name("is_mtu_probe_packet").value(true);
        }
        json.field("trigger", reordered ? "reordering_threshold" : "time_threshold");
        end();
    }

    @Override
    public void onRecovery(long now, LossRecovery recovery) {
        if (over) {
            return;
        }
        measure(recovery);
        if (metrics.stream().anyMatch(Metric::isNews)) {
            begin(now, "recovery:metrics_updated");
            metrics.stream().filter(Metric::isNews).forEach(each -> each.tell(json));
            end();
        }
        String state = recovery.congestion().state();
        if (!state.equals(congestionState)) {
            begin(now, "recovery:congestion_state_updated");
            if (!congestionState.isEmpty()) {
                json.field("old", congestionState);
            }
            json.field("new", state);
            end();
            congestionState = state;
        }
    }

    private void measure(LossRecovery recovery) {
        window.value = recovery.congestion().window();
        bytesInFlight.value = recovery.bytesInFlight();
        probeCount.value = recovery.probeCount();
        RttEstimator rtt = recovery.rtt();
        if (rtt.hasSample()) {
            minRtt.value = rtt.minimum();
            smoothedRtt.value = rtt.smoothed();
            latestRtt.value = rtt.latest();
            rttVariance.value = rtt.variance();
            // In bits; no pacing is said as a rate beyond all.
            pacingRate.value = Math.min(recovery.congestion().pacingRate(rtt.smoothed()), MAX_RATE) * Byte.SIZE;
        }
    }

    @Override
    public void onKeyUpdates(long now, int updates) {
        if (updates != keyUpdates) {
            keyUpdates = updates;
            begin(now, "security:key_updated");
            json.field("key_type", role == Role.CLIENT ? "client_1rtt_secret" : "server_1rtt_secret");
            json.field("generation", updates);
            end();
        }
    }

    @Override
    public void onEvent(long now, ConnectionEvent event) {
        switch (event) {
            case ConnectionEvent.Established ignored -> {
                begin(now, "connectivity:connection_state_updated");
                json.field("new", "handshake_complete");
                end();
            }
            case ConnectionEvent.PathChanged(InetSocketAddress remote) -> {
                boolean six = remote.getAddress() instanceof Inet6Address;
                begin(now, "connectivity:migration_state_updated");
                json.field("new", "migration_complete").name("path_remote").beginObject();
                address(six ? "ip_v6" : "ip_v4", six ? "port_v6" : "port_v4", remote);
                json.endObject();
                end();
            }
            case ConnectionEvent.Closed(CloseReason reason) -> closed(now, reason);
            default -> {
            }
        }
    }

    private void closed(long now, CloseReason reason) {
        boolean byPeer = reason.origin() == Origin.PEER || reason.origin() == Origin.STATELESS_RESET;
        boolean ofTransport = reason.code().code() < ErrorCode.SESSION_EXPIRED.code();
        begin(now, "connectivity:connection_closed");
        json.field("owner", byPeer ? "remote" : "local");
        json.field(ofTransport ? "connection_code" : "application_code", QlogFrames.name(reason.code()));
        json.field("reason", reason.message()).field("trigger", trigger(reason));
        end();
    }

    private static String trigger(CloseReason reason) {
        return switch (reason.code()) {
            case NO_ERROR -> "clean";
            case HANDSHAKE_TIMEOUT -> "handshake_timeout";
            case IDLE_TIMEOUT -> "idle_timeout";
            case VERSION_UNSUPPORTED -> "version_mismatch";
            case RESET -> "stateless_reset";
            default -> reason.origin() == Origin.APPLICATION ? "application" : "error";
        };
    }

    @Override
    public void close() {
        over = true;
        sink.close();
    }

    // Records.

    private void beginRecord() {
        json.clear();
        json.text().append(RECORD_SEPARATOR);
        json.beginObject();
    }

    private void endRecord() {
        json.endObject();
        StringBuilder record = json.text().append('\n');
        if (over) {
            return;
        }
        written += record.length();
        sink.append(record);
    }

    private void begin(long now, String event) {
        beginRecord();
        lastTime = now - begun;
        json.name("time").millis(lastTime).field("name", event).name("data").beginObject();
    }

    private void end() {
        json.endObject();
        if (written + json.text().length() + ROOM_FOR_THE_END > maxBytes && !over) {
            beginRecord();
            json.name("time").millis(lastTime).field("name", "generic:warning").name("data").beginObject()
                    .field("message", "the log is full: what follows is missing").endObject();
            endRecord();
            close();
            return;
        }
        endRecord();
    }
}
