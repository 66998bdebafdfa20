package io.sluice.crsp.simulator;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * One direction of a simulated network. Datagrams are offered on one side and polled on the other,
 * when their time has come; in between they suffer what {@link LinkSettings} says.
 *
 * <p>A datagram passes, in this order: cut, MTU, the rate limit's queue, loss, corruption,
 * duplication, delay. A lost datagram has used the link's rate, as on a real one.
 *
 * <p>Time is any monotonic nanosecond count of the caller, such as {@code System.nanoTime()} or a
 * virtual clock; only differences count, so it may be negative and may wrap. The same generator
 * state and the same calls give the same datagrams at the same times, bit for bit. Not thread-safe.
 *
 * <pre>{@code
 * SimulatedLink link = SimulatedLink.seeded(settings, 42);
 * link.offer(now, datagram);
 * for (byte[] arrived = link.poll(now); arrived != null; arrived = link.poll(now)) {
 *     receiver.handle(arrived);
 * }
 * }</pre>
 */
public final class SimulatedLink {

    /** A datagram under way: when it arrives, and the how-manieth offered and enqueued it is. */
    private static final class InFlight implements Comparable<InFlight> {
        private final long arrivalNanos;
        private final long offered;
        private final long enqueued;
        private final byte[] datagram;
        private final int ecn;

        InFlight(long arrivalNanos, long offered, long enqueued, byte[] datagram, int ecn) {
            this.arrivalNanos = arrivalNanos;
            this.offered = offered;
            this.enqueued = enqueued;
            this.datagram = datagram;
            this.ecn = ecn;
        }

        @Override
        public int compareTo(InFlight other) {
            // By difference, because the caller's clock may wrap.
            int byTime = Long.signum(arrivalNanos - other.arrivalNanos);
            return byTime != 0 ? byTime : Long.compare(enqueued, other.enqueued);
        }
    }

    private static final int CONGESTION_EXPERIENCED = 3;

    private final LinkSettings settings;
    private final RandomGenerator random;
    private final RateLimiter limiter;
    private final PriorityQueue<InFlight> inFlight = new PriorityQueue<>();
    private long inFlightBytes;
    private long enqueued;
    private long newestDelivered;
    private boolean cut;
    private int polledEcn;

    private long sent;
    private long lost;
    private long cutDropped;
    private long overflowed;
    private long oversized;
    private long corrupted;
    private long duplicated;
    private long reordered;
    private long delivered;
    private long sentBytes;
    private long deliveredBytes;

    /**
     * Makes an idle link.
     *
     * @param settings what the link does to datagrams
     * @param random source of all chance; one 64-bit draw an offered datagram
     */
    public SimulatedLink(LinkSettings settings, RandomGenerator random) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.random = Objects.requireNonNull(random, "random");
        this.limiter = new RateLimiter(settings);
    }

    /**
     * Makes an idle link with a generator of its own.
     *
     * @param settings what the link does to datagrams
     * @param seed the same seed gives the same run
     * @return the link
     */
    public static SimulatedLink seeded(LinkSettings settings, long seed) {
        return new SimulatedLink(settings, new SplittableRandom(seed));
    }

    /**
     * Sends a datagram into the link.
     *
     * @param nowNanos the caller's time; must not go back from call to call
     * @param datagram payload; the link keeps the array and may hand it out again, so the caller must
     *     not change it afterwards
     */
    public void offer(long nowNanos, byte[] datagram) {
        offer(nowNanos, datagram, 0);
    }

    /**
     * Sends a datagram into the link with a mark of explicit congestion notification (RFC 3168). If it may be marked and
     * the queue is longer than the settings' threshold, it arrives with "congestion experienced".
     *
     * @param nowNanos the caller's time; must not go back from call to call
     * @param datagram as of {@link #offer(long, byte[])}
     * @param ecn the two bits of the IP header, 0 to 3
     */
    public void offer(long nowNanos, byte[] datagram, int ecn) {
        DatagramFate fate = DatagramFate.draw(settings, random);
        sent++;
        sentBytes += datagram.length;
        if (cut) {
            cutDropped++;
        } else if (datagram.length > settings.mtu()) {
            oversized++;
        } else if (!limiter.admits(nowNanos, datagram.length) || !fits(datagram)) {
            overflowed++;
        } else {
            boolean congested = settings.ecnThresholdBytes() > 0
                    && limiter.queuedBytes(nowNanos) > settings.ecnThresholdBytes();
            int arriving = settings.ecnWiped() ? 0 : congested && ecn != 0 ? CONGESTION_EXPERIENCED : ecn;
            long departure = limiter.depart(nowNanos, datagram.length);
            if (fate.lost()) {
                lost++;
            } else {
                launch(departure, datagram, fate, arriving);
            }
        }
    }

    private boolean fits(byte[] datagram) {
        return inFlight.isEmpty() || inFlightBytes + footprint(datagram) <= settings.inFlightBytes();
    }

    private void launch(long departureNanos, byte[] datagram, DatagramFate fate, int ecn) {
        byte[] payload = datagram;
        if (fate.corrupted() && datagram.length > 0) {
            payload = BitFlipper.flip(datagram, fate.corruptionSeed());
            corrupted++;
        }
        enqueue(departureNanos + fate.delayNanos(), payload, ecn);
        if (fate.duplicated() && fits(payload)) {
            duplicated++;
            // A copy, because a receiver may work on what it polled in place.
            enqueue(departureNanos + fate.copyDelayNanos(), payload.clone(), ecn);
        }
    }

    private void enqueue(long arrivalNanos, byte[] payload, int ecn) {
        inFlight.add(new InFlight(arrivalNanos, sent, enqueued, payload, ecn));
        enqueued++;
        inFlightBytes += footprint(payload);
    }

    /** An empty datagram takes room too, or a flood of them would have no bound. */
    private static int footprint(byte[] datagram) {
        return Math.max(1, datagram.length);
    }

    /**
     * When the next datagram arrives. The time may already have passed.
     *
     * @return nanoseconds of the caller's clock, or empty if nothing is under way
     */
    public OptionalLong nextDeliveryTime() {
        InFlight head = inFlight.peek();
        return head == null ? OptionalLong.empty() : OptionalLong.of(head.arrivalNanos);
    }

    /**
     * Takes the next datagram that has arrived.
     *
     * @param nowNanos the caller's time
     * @return its payload, owned by the caller, or null if none has arrived yet
     */
    public byte @Nullable [] poll(long nowNanos) {
        InFlight head = inFlight.peek();
        if (head == null || head.arrivalNanos - nowNanos > 0) {
            return null;
        }
        inFlight.remove();
        byte[] payload = head.datagram;
        polledEcn = head.ecn;
        inFlightBytes -= footprint(payload);
        if (head.offered < newestDelivered) {
            reordered++;
        } else {
            newestDelivered = head.offered;
        }
        delivered++;
        deliveredBytes += payload.length;
        return payload;
    }

    /**
     * The mark that the datagram arrived with that {@link #poll} returned last.
     *
     * @return the two bits of the IP header, 0 to 3
     */
    public int polledEcn() {
        return polledEcn;
    }

    /** Cuts the link: all that is under way is gone, and so is all that is offered until {@link #restore()}. */
    public void cut() {
        cut = true;
        cutDropped += inFlight.size();
        inFlight.clear();
        inFlightBytes = 0;
        limiter.clear();
    }

    /** Lets datagrams pass again. Does nothing if the link is not cut. */
    public void restore() {
        cut = false;
    }

    /**
     * Whether the link is cut.
     *
     * @return true between {@link #cut()} and {@link #restore()}
     */
    public boolean isCut() { return cut; }

    /**
     * What the link has done so far.
     *
     * @return an immutable snapshot
     */
    public LinkCounters counters() {
        return new LinkCounters(
                sent,
                lost,
                cutDropped,
                overflowed,
                oversized,
                corrupted,
                duplicated,
                reordered,
                delivered,
                sentBytes,
                deliveredBytes);
    }
}
