package io.sluice.benchmarks.gateway;

import java.nio.ByteBuffer;

/** The key of a sender's messages: its number. */
final class SenderKeys {
    private SenderKeys() {}

    static byte[] key(int sender) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(sender).array();
    }

    static int sender(byte[] key) {
        return ByteBuffer.wrap(key).getInt();
    }
}
