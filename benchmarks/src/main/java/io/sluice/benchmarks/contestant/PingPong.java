package io.sluice.benchmarks.contestant;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** One message there and back at a time, timed. One that is lost on the way is sent again, and not timed. */
public final class PingPong extends Workload {
    private static final long LOST = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MAX_SAMPLES = 1 << 22;

    private final NumberedMessages messages;
    private final long[] samples = new long[MAX_SAMPLES];
    private long number;
    private boolean outstanding;
    private long sentAt;
    private volatile int taken;
    private volatile boolean counting;

    /** Of messages of this many bytes, at least 8. */
    public PingPong(int messageSize) {
        super(messageSize);
        messages = new NumberedMessages(messageSize);
    }

    /** Begins to keep the times. Callable from any thread. */
    public void count() {
        counting = true;
    }

    @Override
    public boolean isReady() { return !isStopped() && (!outstanding || System.nanoTime() - sentAt > LOST); }

    @Override
    public void write(ByteBuffer target) {
        outstanding = true;
        number++;
        sentAt = System.nanoTime();
        messages.write(target, number);
    }

    @Override
    public boolean onMessage(ByteBuffer message) {
        int position = message.position();
        messages.read(message);
        message.position(position);
        return true;
    }

    @Override
    public void onReply(ByteBuffer message) {
        if (messages.read(message) != number || !outstanding) {
            return;
        }
        outstanding = false;
        int index = taken;
        if (counting && index < MAX_SAMPLES) {
            samples[index] = System.nanoTime() - sentAt;
            taken = index + 1;
        }
    }

    /** Round trips timed so far. Callable from any thread. */
    public int timed() {
        return taken;
    }

    /**
     * The time below which that share of the round trips lies.
     *
     * @param share 0 to 1
     * @return nanoseconds
     */
    public long percentile(double share) {
        long[] sorted = Arrays.copyOf(samples, taken);
        if (sorted.length == 0) {
            throw new IllegalStateException("no message came back");
        }
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, (long) Math.ceil(share * sorted.length))];
    }
}
