package io.sluice.crsp.qlog;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.FrameHandler;
import io.sluice.crsp.wire.FrameReader;
import io.sluice.crsp.wire.TransportException;
import java.nio.ByteBuffer;
import java.util.Locale;

/** Writes the frames of a packet as a JSON array, each with the names that qlog gives it. Contents are left out. */
final class QlogFrames implements FrameHandler {
    private static final long FIRST_SESSION_CODE = 0x100;

    private boolean rangesEnded;
    private final JsonWriter json;

    QlogFrames(JsonWriter json) {
        this.json = json;
    }

    /** Writes the field {@code frames}; what is no frame ends it. */
    void write(ByteBuffer frames) {
        json.name("frames").beginArray();
        try {
            FrameReader.read(frames, this);
        } catch (TransportException malformed) {
            begin("unknown").field("raw_frame_type", 0).field("reason", String.valueOf(malformed.getMessage()));
            json.endObject();
        }
        json.endArray();
    }

    private JsonWriter begin(String type) {
        return json.beginObject().field("frame_type", type);
    }

    private void limit(String type, String name, long value) {
        begin(type).field(name, value).endObject();
    }

    /** How qlog names an error: lower case, as in {@code flow_control_error}. */
    static String name(ErrorCode code) {
        return code.name().toLowerCase(Locale.ROOT);
    }

    /** Writes an error code, by its name if it has one. */
    private void code(long code) {
        ErrorCode known = ErrorCode.ofOrInternal(code);
        if (known.code() == code) {
            json.field("error_code", name(known));
        } else {
            json.field("error_code", code);
        }
    }

    @Override
    public void onPing() {
        begin("ping").endObject();
    }

    @Override
    public void onAck(long largest, long delayMicros) {
        begin("ack").name("ack_delay").millis(Math.multiplyExact(Math.min(delayMicros, Integer.MAX_VALUE), 1000L));
        json.name("acked_ranges").beginArray();
        rangesEnded = false;
    }

    @Override
    public void onAckRange(long first, long last) {
        json.beginArray().value(first);
        if (last != first) {
            json.value(last);
        }
        json.endArray();
    }

    @Override
    public void onAckEcn(long ect0, long ect1, long congestionExperienced) {
        json.endArray();
        rangesEnded = true;
        json.name("ect0").value(ect0).name("ect1").value(ect1).name("ce").value(congestionExperienced);
    }

    @Override
    public void onAckEnd() {
        if (!rangesEnded) {
            json.endArray();
        }
        json.endObject();
    }

    @Override
    public void onHandshake(long offset, ByteBuffer data) {
        begin("crypto").field("offset", offset).field("length", data.remaining()).endObject();
    }

    @Override
    public void onStream(long streamId, long offset, boolean fin, ByteBuffer data) {
        begin("stream").field("stream_id", streamId).field("offset", offset).field("length", data.remaining());
        if (fin) {
            json.name("fin").value(true);
        }
        json.endObject();
    }

    @Override
    public void onResetStream(long streamId, long errorCode, long finalSize) {
        begin("reset_stream").field("stream_id", streamId);
        code(errorCode);
        json.field("final_size", finalSize).endObject();
    }

    @Override
    public void onStopSending(long streamId, long errorCode) {
        begin("stop_sending").field("stream_id", streamId);
        code(errorCode);
        json.endObject();
    }

    @Override
    public void onSkip(long streamId, long offset, long length) {
        begin("skip").field("stream_id", streamId).field("offset", offset).field("length", length).endObject();
    }

    @Override
    public void onMaxData(long maximum) {
        limit("max_data", "maximum", maximum);
    }

    @Override
    public void onMaxStreamData(long streamId, long maximum) {
        begin("max_stream_data").field("stream_id", streamId).field("maximum", maximum).endObject();
    }

    @Override
    public void onMaxStreams(long maximum) {
        begin("max_streams").field("stream_type", "bidirectional").field("maximum", maximum).endObject();
    }

    @Override
    public void onDataBlocked(long limit) {
        limit("data_blocked", "limit", limit);
    }

    @Override
    public void onStreamDataBlocked(long streamId, long limit) {
        begin("stream_data_blocked").field("stream_id", streamId).field("limit", limit).endObject();
    }

    @Override
    public void onPathChallenge(long data) {
        begin("path_challenge").field("data", QlogWriter.hex(data)).endObject();
    }

    @Override
    public void onPathResponse(long data) {
        begin("path_response").field("data", QlogWriter.hex(data)).endObject();
    }

    @Override
    public void onDatagram(int frameSize, ByteBuffer data) {
        begin("datagram").field("length", data.remaining()).endObject();
    }

    @Override
    public void onNewTicket(long lifetimeSeconds, ByteBuffer ticket) {
        begin("new_ticket").field("lifetime", lifetimeSeconds).field("length", ticket.remaining()).endObject();
    }

    @Override
    public void onResetToken(ByteBuffer token) {
        begin("reset_token").endObject();
    }

    @Override
    public void onConnectionClose(long errorCode, String reason) {
        begin("connection_close");
        json.field("error_space", errorCode < FIRST_SESSION_CODE ? "transport" : "application");
        code(errorCode);
        json.field("raw_error_code", errorCode).field("reason", reason).endObject();
    }
}
