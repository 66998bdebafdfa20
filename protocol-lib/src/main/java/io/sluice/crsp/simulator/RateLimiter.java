package io.sluice.crsp.simulator;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The bottleneck of a link: datagrams leave one after the other, each taking its serialisation time
 * (bytes over the byte rate, or one over the datagram rate, whichever is longer), and wait in a
 * bounded queue until it is their turn.
 */
final class RateLimiter {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private record Waiting(long departureNanos, int bytes) {}

    private final LinkSettings settings;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private long queuedBytes;
    private long freeAtNanos;
    private boolean used;

    RateLimiter(LinkSettings settings) {
        this.settings = settings;
    }

    private boolean unlimited() {
        return settings.bytesPerSecond() == 0 && settings.packetsPerSecond() == 0;
    }

    /** Whether a datagram of this size finds room in the queue now. */
    boolean admits(long nowNanos, int bytes) {
        if (unlimited()) {
            return true;
        }
        forgetDeparted(nowNanos);
        return queue.isEmpty() || queuedBytes + queueSize(bytes) <= settings.queueBytes();
    }

    /** Bytes that wait now. */
    long queuedBytes(long nowNanos) {
        forgetDeparted(nowNanos);
        return queuedBytes;
    }

    /** Takes a datagram that was admitted and says when its last byte has left. */
    long depart(long nowNanos, int bytes) {
        if (unlimited()) {
            return nowNanos;
        }
        long start = used && freeAtNanos - nowNanos > 0 ? freeAtNanos : nowNanos;
        used = true;
        freeAtNanos = start + serialisationNanos(bytes);
        queue.add(new Waiting(freeAtNanos, queueSize(bytes)));
        queuedBytes += queueSize(bytes);
        return freeAtNanos;
    }

    /** Empties the queue: what waited is gone and the link is free at once. */
    void clear() {
        queue.clear();
        queuedBytes = 0;
        used = false;
    }

    private void forgetDeparted(long nowNanos) {
        for (Waiting head = queue.peek(); head != null && head.departureNanos() - nowNanos <= 0; head = queue.peek()) {
            queue.remove();
            queuedBytes -= head.bytes();
        }
    }

    private long serialisationNanos(int bytes) {
        long byBytes = settings.bytesPerSecond() == 0 ? 0 : bytes * NANOS_PER_SECOND / settings.bytesPerSecond();
        long byPackets = settings.packetsPerSecond() == 0 ? 0 : NANOS_PER_SECOND / settings.packetsPerSecond();
        return Math.max(byBytes, byPackets);
    }

    /** An empty datagram takes room too, or a flood of them would have no bound. */
    private static int queueSize(int bytes) {
        return Math.max(1, bytes);
    }
}
