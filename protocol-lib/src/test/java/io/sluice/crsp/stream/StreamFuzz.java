package io.sluice.crsp.stream;

import io.sluice.crsp.wire.TransportException;
import java.nio.ByteBuffer;

/** The fuzz target of the receiving side of a stream. */
public final class StreamFuzz {
    private static final int WINDOW = 4096;
    private static final int MAX_MESSAGE = 10_000;

    private StreamFuzz() {}

    /** Pieces as the input says, in any order, with messages cut from them; nothing is read that did not come. */
    public static void messages(byte[] input) {
        ReceiveSide side = new ReceiveSide(WINDOW);
        MessageReader reader = new MessageReader(side, MAX_MESSAGE, 64);
        ByteBuffer in = ByteBuffer.wrap(input);
        long read = 0;
        long came = 0;
        try {
            while (in.remaining() >= 4) {
                long offset = Math.max(0, side.consumed() - 64 + (in.getShort() & 0x1FFF));
                int flags = in.get();
                int wanted = in.get() & 0xFF;
                int size = Math.min(in.remaining(), wanted);
                came += side.receive(offset, in.slice(in.position(), size), flags == 1);
                in.position(in.position() + size);
                for (byte[] message = reader.poll(); message != null; message = reader.poll()) {
                    read += message.length;
                    if (message.length > MAX_MESSAGE) {
                        throw new AssertionError("too large a message");
                    }
                }
                if (side.creditToAnnounce() >= 0) {
                    side.announce(0, 0);
                }
                if (side.memory() + reader.memory() > 64L * WINDOW) {
                    throw new AssertionError("too much memory: " + side.memory());
                }
            }
        } catch (TransportException declared) {
            // The peer is told.
        }
        if (read > came) {
            throw new AssertionError("more was read than came");
        }
    }
}
