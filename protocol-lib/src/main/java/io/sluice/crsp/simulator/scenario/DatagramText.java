package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.wire.Crc32cProtection;
import io.sluice.crsp.wire.FrameHandler;
import io.sluice.crsp.wire.FrameReader;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.PacketType;
import io.sluice.crsp.wire.TransportException;
import java.nio.ByteBuffer;

/** A datagram of plain mode in words, for a trace. */
final class DatagramText implements FrameHandler {
    private final StringBuilder text = new StringBuilder();

    private DatagramText() {}

    static String of(byte[] datagram) {
        PacketHeader header = new PacketHeader();
        ByteBuffer in = ByteBuffer.wrap(datagram);
        if (!header.read(in)) {
            return "no packet, " + datagram.length + " bytes";
        }
        String head = header.type() + " to " + Long.toHexString(header.destination()) + ", " + datagram.length
                + " bytes";
        boolean framed = header.type() == PacketType.DATA
                || (header.type() == PacketType.INITIAL && header.version() == PacketHeader.VERSION_2);
        if (!framed) {
            return head;
        }
        if (!new Crc32cProtection().open(in)) {
            return head + ", not readable";
        }
        DatagramText frames = new DatagramText();
        try {
            FrameReader.read(in, frames);
        } catch (TransportException e) {
            frames.text.append(" !").append(e.getMessage());
        }
        return head + " #" + header.truncatedNumber() + frames.text;
    }

    private void add(String name, Object... values) {
        text.append(' ').append(name);
        for (Object value : values) {
            text.append(' ').append(value);
        }
    }

    @Override
    public void onPing() {
        add("PING");
    }

    @Override
    public void onAck(long largest, long delayMicros) {
        add("ACK");
    }

    @Override
    public void onAckRange(long first, long last) {
        text.append(' ').append(first == last ? "" + first : first + ".." + last);
    }

    @Override
    public void onAckEnd() {}

    @Override
    public void onHandshake(long offset, ByteBuffer data) {
        add("HANDSHAKE", "@" + offset + "+" + data.remaining());
    }

    @Override
    public void onStream(long streamId, long offset, boolean fin, ByteBuffer data) {
        add("STREAM", streamId, "@" + offset + "+" + data.remaining() + (fin ? " FIN" : ""));
    }

    @Override
    public void onResetStream(long streamId, long errorCode, long finalSize) {
        add("RESET_STREAM", streamId, errorCode, finalSize);
    }

    @Override
    public void onStopSending(long streamId, long errorCode) {
        add("STOP_SENDING", streamId, errorCode);
    }

    @Override
    public void onMaxData(long maximum) {
        add("MAX_DATA", maximum);
    }

    @Override
    public void onMaxStreamData(long streamId, long maximum) {
        add("MAX_STREAM_DATA", streamId, maximum);
    }

    @Override
    public void onMaxStreams(long maximum) {
        add("MAX_STREAMS", maximum);
    }

    @Override
    public void onDataBlocked(long limit) {
        add("DATA_BLOCKED", limit);
    }

    @Override
    public void onStreamDataBlocked(long streamId, long limit) {
        add("STREAM_DATA_BLOCKED", streamId, limit);
    }

    @Override
    public void onPathChallenge(long data) {
        add("PATH_CHALLENGE");
    }

    @Override
    public void onPathResponse(long data) {
        add("PATH_RESPONSE");
    }

    @Override
    public void onSkip(long streamId, long offset, long length) {
        add("SKIP", streamId, offset, length);
    }

    @Override
    public void onDatagram(int frameSize, ByteBuffer data) {
        add("DATAGRAM", data.remaining());
    }

    @Override
    public void onNewTicket(long lifetimeSeconds, ByteBuffer ticket) {
        add("NEW_TICKET");
    }

    @Override
    public void onResetToken(ByteBuffer token) {
        add("RESET_TOKEN");
    }

    @Override
    public void onConnectionClose(long errorCode, String reason) {
        add("CONNECTION_CLOSE", errorCode, reason);
    }
}
