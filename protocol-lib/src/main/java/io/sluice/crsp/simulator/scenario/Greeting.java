package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.nio.ByteBuffer;

/**
 * The first message on a transport stream in each direction: for whom it is and how far its sender is.
 *
 * @param epoch the how-manieth connection of the session, from 0
 * @param received messages that its sender has, or {@link #ALL} if it wants no more
 */
record Greeting(int epoch, int client, int stream, int received) {
    static final int ALL = -1;

    byte[] encode() {
        return ByteBuffer.allocate(4 * Integer.BYTES).putInt(epoch).putInt(client).putInt(stream).putInt(received)
                .array();
    }

    static Greeting decode(byte[] bytes) {
        if (bytes.length != 4 * Integer.BYTES) {
            throw new TransportException(ErrorCode.PROTOCOL_VIOLATION, "no greeting came first");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Greeting(in.getInt(), in.getInt(), in.getInt(), in.getInt());
    }
}
