package io.sluice.benchmarks.contestant;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/** Messages one way, as many as the transport takes, or a number of them. */
public final class Flood extends Workload {
    private static final VarHandle RECEIVED;

    static {
        try {
            RECEIVED = MethodHandles.lookup().findVarHandle(Flood.class, "received", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final NumberedMessages messages;
    private final boolean reliable;
    private final long limit;
    private long sent;
    private long expected;

    @SuppressWarnings("UnusedVariable") // used through its handle
    private long received;

    /**
     * @param messageSize bytes, at least 8
     * @param reliable whether every message must arrive once and in order
     * @param limit messages in all
     */
    public Flood(int messageSize, boolean reliable, long limit) {
        super(messageSize);
        this.messages = new NumberedMessages(messageSize);
        this.reliable = reliable;
        this.limit = limit;
    }

    @Override
    public boolean isReady() { return sent < limit && !isStopped(); }

    @Override
    public void write(ByteBuffer target) {
        messages.write(target, sent++);
    }

    @Override
    public boolean onMessage(ByteBuffer message) {
        long number = messages.read(message);
        if (reliable && number != expected) {
            throw new IllegalStateException("message " + number + " arrived instead of " + expected);
        }
        expected = number + 1;
        RECEIVED.setOpaque(this, (long) RECEIVED.getOpaque(this) + 1);
        return false;
    }

    @Override
    public void onReply(ByteBuffer message) {
        throw new IllegalStateException("nothing was to come back");
    }

    /** Messages that have arrived whole. Callable from any thread. */
    public long received() {
        return (long) RECEIVED.getOpaque(this);
    }
}
