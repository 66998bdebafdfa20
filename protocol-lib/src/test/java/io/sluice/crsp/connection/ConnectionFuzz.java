package io.sluice.crsp.connection;

import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.TransportException;
import java.nio.ByteBuffer;

/** The fuzz targets that look into the connection's package. */
public final class ConnectionFuzz {
    private static final long MAX_MEMORY = 8 << 20;
    private static final int FIRST_NUMBER = 1000;
    private static final ConnectionConfig CONFIG = ConnectionConfig.DEFAULT.withWindows(16_384, 65_536, 16_384)
            .withLimits(20_000, 16);

    private ConnectionFuzz() {}

    /** A hello as a peer may send it. */
    public static void hellos(byte[] input) {
        try {
            HandshakeMessage hello = HandshakeMessage.decode(input, input.length);
            if (hello != null && hello.encode().length == 0) {
                throw new AssertionError("a hello without bytes");
            }
        } catch (TransportException declared) {
            // Malformed.
        }
    }

    /** An established connection whose peer sends whatever the input says, in packets that are intact. */
    public static void connection(byte[] input) {
        Wire wire = Wire.established(CONFIG);
        ByteBuffer in = ByteBuffer.wrap(input);
        long number = FIRST_NUMBER;
        while (in.remaining() >= 2) {
            int action = in.get() & 0xFF;
            int size = in.get() & 0xFF;
            switch (action & 7) {
                case 0 -> guarded(wire, () -> wire.run((size + 1L) * Wire.LATENCY));
                case 1 -> guarded(wire, () -> apply(wire, size));
                default -> {
                    byte[] payload = take(in, size);
                    byte[] packet = Packets.seal(header(number), payload);
                    number += (action & 8) == 0 ? 1 : action;
                    guarded(wire, () -> wire.inject(wire.server, packet));
                    if ((action & 16) != 0) {
                        guarded(wire, () -> wire.inject(wire.server, packet));
                    }
                }
            }
            check(wire.server);
        }
        guarded(wire, () -> wire.run(Wire.SECOND));
        check(wire.server);
    }

    /** A handshake whose client sends whatever the input says. */
    public static void handshake(byte[] input) {
        Wire wire = new Wire(CONFIG);
        ByteBuffer in = ByteBuffer.wrap(input);
        long number = 0;
        while (in.remaining() >= 1) {
            byte[] payload = take(in, in.get() & 0xFF);
            byte[] packet = Packets.initial(Wire.SERVER_ID, Wire.CLIENT_ID, new byte[0], number++, payload);
            guarded(wire, () -> wire.inject(wire.server, packet));
            check(wire.server);
        }
        guarded(wire, () -> wire.run(Wire.SECOND));
        check(wire.server);
    }

    private static ByteBuffer header(long number) {
        ByteBuffer out = ByteBuffer.allocate(400);
        PacketHeader.writeData(out, Wire.SERVER_ID, number);
        return out;
    }

    private static byte[] take(ByteBuffer in, int size) {
        byte[] bytes = new byte[Math.min(size, in.remaining())];
        in.get(bytes);
        return bytes;
    }

    /** What an application may do at any time. */
    private static void apply(Wire wire, int what) {
        Connection connection = wire.server.connection;
        Stream stream = what % 2 == 0 || wire.server.opened.isEmpty()
                ? connection.openStream()
                : wire.server.opened.get(what % wire.server.opened.size());
        if (stream == null) {
            return;
        }
        switch (what & 6) {
            case 0 -> {
                if (!stream.isSendingFinished()) {
                    stream.offer(new byte[what]);
                }
            }
            case 2 -> stream.finish();
            case 4 -> stream.reset(ErrorCode.CANCELLED);
            default -> stream.stopReceiving(ErrorCode.CANCELLED);
        }
    }

    /** What the application meets when it reads is for the peer to hear; an endpoint does the same. */
    private static void guarded(Wire wire, Runnable step) {
        try {
            step.run();
        } catch (TransportException declared) {
            wire.server.connection.close(wire.now, declared.code(), String.valueOf(declared.getMessage()));
        }
    }

    private static void check(Wire.Side side) {
        Connection connection = side.connection;
        if (connection.memory() > MAX_MEMORY) {
            throw new AssertionError("too much memory: " + connection.memory());
        }
        if (!connection.isOver() && connection.nextTimeout() == Long.MAX_VALUE) {
            throw new AssertionError("waits for nothing: " + connection.state());
        }
        if (connection.statistics().bytesInFlight() < 0) {
            throw new AssertionError("less than nothing in flight");
        }
    }
}
