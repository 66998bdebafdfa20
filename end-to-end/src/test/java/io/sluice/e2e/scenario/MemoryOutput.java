package io.sluice.e2e.scenario;

import io.sluice.crsp.client.PlayerOutput;
import io.sluice.crsp.session.Item;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a player plays: all of the last time that it began. Safe for threads. */
public final class MemoryOutput implements PlayerOutput {
    private List<byte[]> chunks = new ArrayList<>();
    private int begins;

    @Override
    public synchronized Sink open(Item item) {
        begins++;
        List<byte[]> mine = new ArrayList<>();
        chunks = mine;
        return new Sink() {
            @Override
            public void write(byte[] bytes) {
                synchronized (MemoryOutput.this) {
                    mine.add(bytes);
                }
            }

            @Override
            public void close() {}
        };
    }

    /** How many records of the last time there are. */
    public synchronized int chunks() {
        return chunks.size();
    }

    /** How often something was begun. */
    public synchronized int begins() {
        return begins;
    }

    /** All bytes of the last time. */
    public synchronized byte[] bytes() {
        return join(chunks);
    }

    /** One after the other. */
    public static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
