package io.sluice.benchmarks.contestant;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a transport carries from client to server, and perhaps back. Every message is checked where it arrives. The
 * client's methods belong to one thread, the server's to another.
 */
public abstract class Workload {
    private final int messageSize;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /** Of messages of this many bytes. */
    protected Workload(int messageSize) {
        this.messageSize = messageSize;
    }

    /** Bytes of every message. */
    public final int messageSize() {
        return messageSize;
    }

    /** Client: whether a message waits to be sent. */
    public abstract boolean isReady();

    /** Client: writes the next message at the buffer's position. */
    public abstract void write(ByteBuffer target);

    /**
     * Server: takes the message between position and limit.
     *
     * @return whether to send it back; its bytes are unchanged, its position is not
     */
    public abstract boolean onMessage(ByteBuffer message);

    /** Client: takes a message that came back. */
    public abstract void onReply(ByteBuffer message);

    /** Ends it: nothing is ready any more. Callable from any thread. */
    public final void stop() {
        stopped = true;
    }

    /** Whether the ends should stop. */
    public final boolean isStopped() { return stopped; }

    /** Tells that an end broke; the first reason stays. Callable from any thread. */
    public final void fail(Throwable reason) {
        if (!stopped) {
            failure.compareAndSet(null, reason);
        }
    }

    /** Throws what {@link #fail} was told. */
    public final void throwIfFailed() throws Exception {
        Throwable reason = failure.get();
        if (reason != null) {
            throw new Exception(reason.getMessage() == null ? reason.toString() : reason.getMessage(), reason);
        }
    }
}
