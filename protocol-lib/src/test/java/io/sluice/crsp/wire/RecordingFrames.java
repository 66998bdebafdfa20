package io.sluice.crsp.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Keeps the frames it is told of as text, in the form of the test vectors in docs/protocol.md. */
public final class RecordingFrames implements FrameHandler {
    public final List<String> frames = new ArrayList<>();
    private String marks = "";
    private StringBuilder ack = new StringBuilder();

    private void add(String format, Object... values) {
        frames.add(String.format(java.util.Locale.ROOT, format, values));
    }

    private static String hex(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    @Override
    public void onPing() {
        frames.add("PING()");
    }

    @Override
    public void onAck(long largest, long delayMicros) {
        ack = new StringBuilder("ACK(largest=" + largest + ", delay=" + delayMicros + ", ranges=[");
    }

    @Override
    public void onAckRange(long first, long last) {
        ack.append(ack.charAt(ack.length() - 1) == '[' ? "" : " ").append(first).append("..").append(last);
    }

    @Override
    public void onAckEcn(long ect0, long ect1, long congestionExperienced) {
        marks = ", ect0=" + ect0 + ", ect1=" + ect1 + ", ce=" + congestionExperienced;
    }

    @Override
    public void onAckEnd() {
        frames.add(ack + "]" + marks + ")");
        marks = "";
    }

    @Override
    public void onHandshake(long offset, ByteBuffer data) {
        add("HANDSHAKE(offset=%d, data=%s)", offset, hex(data));
    }

    @Override
    public void onStream(long streamId, long offset, boolean fin, ByteBuffer data) {
        add("STREAM(id=%d, offset=%d, fin=%s, data=%s)", streamId, offset, fin, hex(data));
    }

    @Override
    public void onResetStream(long streamId, long errorCode, long finalSize) {
        add("RESET_STREAM(id=%d, code=0x%x, final_size=%d)", streamId, errorCode, finalSize);
    }

    @Override
    public void onStopSending(long streamId, long errorCode) {
        add("STOP_SENDING(id=%d, code=0x%x)", streamId, errorCode);
    }

    @Override
    public void onMaxData(long maximum) {
        add("MAX_DATA(limit=%d)", maximum);
    }

    @Override
    public void onMaxStreamData(long streamId, long maximum) {
        add("MAX_STREAM_DATA(id=%d, limit=%d)", streamId, maximum);
    }

    @Override
    public void onMaxStreams(long maximum) {
        add("MAX_STREAMS(limit=%d)", maximum);
    }

    @Override
    public void onDataBlocked(long limit) {
        add("DATA_BLOCKED(limit=%d)", limit);
    }

    @Override
    public void onStreamDataBlocked(long streamId, long limit) {
        add("STREAM_DATA_BLOCKED(id=%d, limit=%d)", streamId, limit);
    }

    @Override
    public void onPathChallenge(long data) {
        add("PATH_CHALLENGE(data=0x%016x)", data);
    }

    @Override
    public void onPathResponse(long data) {
        add("PATH_RESPONSE(data=0x%016x)", data);
    }

    @Override
    public void onSkip(long streamId, long offset, long length) {
        add("SKIP(id=%d, offset=%d, length=%d)", streamId, offset, length);
    }

    @Override
    public void onDatagram(int frameSize, ByteBuffer data) {
        add("DATAGRAM(data=%s)", hex(data));
    }

    @Override
    public void onNewTicket(long lifetimeSeconds, ByteBuffer ticket) {
        frames.add("NEW_TICKET(lifetime=" + lifetimeSeconds + ", ticket=" + hex(ticket) + ")");
    }

    @Override
    public void onResetToken(ByteBuffer token) {
        frames.add("RESET_TOKEN(token=" + hex(token) + ")");
    }

    @Override
    public void onConnectionClose(long errorCode, String reason) {
        add("CONNECTION_CLOSE(code=0x%x, reason=\"%s\")", errorCode, reason);
    }
}
