package io.sluice.benchmarks.contestant;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Cuts a stream of bytes into messages of one size. */
final class MessageSplitter {
    private final ByteBuffer held;
    private final Consumer<ByteBuffer> consumer;

    MessageSplitter(int messageSize, Consumer<ByteBuffer> consumer) {
        this.held = ByteBuffer.allocate(messageSize);
        this.consumer = consumer;
    }

    /** Takes all bytes of a chunk; a message that lies in it whole is handed on without a copy. */
    void feed(ByteBuffer chunk) {
        int end = chunk.limit();
        while (chunk.position() < end) {
            if (held.position() == 0 && end - chunk.position() >= held.capacity()) {
                int next = chunk.position() + held.capacity();
                consumer.accept(chunk.limit(next));
                chunk.limit(end).position(next);
            } else {
                hold(chunk, end);
            }
        }
    }

    private void hold(ByteBuffer chunk, int end) {
        int next = chunk.position() + Math.min(held.remaining(), end - chunk.position());
        held.put(chunk.limit(next));
        chunk.limit(end);
        if (!held.hasRemaining()) {
            consumer.accept(held.flip());
            held.clear();
        }
    }
}
