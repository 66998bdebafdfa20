package io.sluice.gateway.ingest;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;

/**
 * The bytes of clients' messages that the gateway holds until Kafka has them. When they are used up no stream gets
 * credit until some are free again. On the event loop's thread.
 */
public final class IngestBudget {
    private final long maxBytes;
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private long used;

    /**
     * @param maxBytes soft by one message of each stream that is taken in at the moment
     */
    public IngestBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Counts bytes that are held from now on. */
    public void take(long bytes) {
        used += bytes;
    }

    /** So many are not held any more. */
    public void give(long bytes) {
        used -= bytes;
        if (!waiting.isEmpty() && hasRoom()) {
            Queue<Runnable> all = new ArrayDeque<>(waiting);
            waiting.clear();
            all.forEach(Runnable::run);
        }
    }

    /** False while as much is held as may be. */
    public boolean hasRoom() {
        return used < maxBytes;
    }

    /** Runs this once when there is room again. */
    public void await(Runnable then) {
        waiting.add(then);
    }

    /** Calls {@link #await} off. */
    public void forget(Runnable then) {
        waiting.remove(then);
    }

    /** Bytes held now. */
    public long used() {
        return used;
    }
}
