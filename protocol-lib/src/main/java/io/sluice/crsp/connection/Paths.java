package io.sluice.crsp.connection;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of the peer: the one in use, and one that it seems to have moved to and that must show first that it
 * answers (RFC 9000 §8.2 and §9). A gateway follows a client whose NAT gave it another port or whose network changed;
 * a client never follows a gateway. Not safe for threads; times in nanoseconds.
 */
final class Paths {
    /** RFC 9000 §8.1: no more than this many times the received bytes go to an address that did not answer. */
    private static final int AMPLIFICATION_LIMIT = 3;

    private static final int MAX_CHALLENGES = 6;

    private final boolean follows;
    private final RandomGenerator random;
    private InetSocketAddress active;
    private @Nullable Candidate candidate;
    private @Nullable Long response;

    /** An address that good packets come from and that has not answered a challenge yet. */
    private static final class Candidate {
        private final InetSocketAddress address;
        private final long challenge;
        private int challenges;
        private long nextChallenge;
        private long received;
        private long sent;

        Candidate(InetSocketAddress address, long challenge, long now) {
            this.address = address;
            this.challenge = challenge;
            this.nextChallenge = now;
        }

        boolean isAllowed(int size) {
            return sent + size <= AMPLIFICATION_LIMIT * received;
        }
    }

    /**
     * @param follows whether the peer may change its address
     * @param random for challenges, which must not be guessed
     */
    Paths(InetSocketAddress active, boolean follows, RandomGenerator random) {
        this.active = active;
        this.follows = follows;
        this.random = random;
    }

    InetSocketAddress active() {
        return active;
    }

    /** True if packets from this address may be processed. */
    boolean isAllowed(InetSocketAddress from) {
        boolean tunnelled = from instanceof TunnelAddress || active instanceof TunnelAddress;
        return tunnelled ? TunnelAddress.isSamePath(from, active) : (follows || active.equals(from));
    }

    /** Counts a good packet; {@code newest} if none with a higher number came before (RFC 9000 §9.3). */
    void onReceived(long now, InetSocketAddress from, int size, boolean newest) {
        if (!follows || active.equals(from)) {
            return;
        }
        Candidate current = candidate;
        if (current == null || !from.equals(current.address)) {
            if (!newest) {
                return;
            }
            current = new Candidate(from, random.nextLong(), now);
            candidate = current;
        }
        current.received += size;
    }

    /** The address that a challenge of this size is due to and may go to, or null. */
    @Nullable
    InetSocketAddress challengeDue(long now, int size) {
        Candidate target = candidate;
        return target != null && now >= target.nextChallenge && target.challenges < MAX_CHALLENGES
                && target.isAllowed(size) ? target.address : null;
    }

    /** Notes that the challenge that is due went out; returns its data. */
    long takeChallenge(long now, int size, long interval) {
        Candidate target = Objects.requireNonNull(candidate);
        target.sent += size;
        target.challenges++;
        target.nextChallenge = now + interval;
        return target.challenge;
    }

    /** Gives the new address up if it does not answer. */
    void onTimeout(long now) {
        Candidate target = candidate;
        if (target != null && target.challenges >= MAX_CHALLENGES && now >= target.nextChallenge) {
            candidate = null;
        }
    }

    /** When a challenge of this size is due and may go, or the new address is given up. */
    long deadline(int size) {
        Candidate target = candidate;
        return target != null && (target.challenges >= MAX_CHALLENGES || target.isAllowed(size))
                ? target.nextChallenge
                : Long.MAX_VALUE;
    }

    /** The peer asks whether we are here: answered with the next packet. */
    void onChallenge(long data) {
        response = data;
    }

    @Nullable
    Long takeResponse() {
        Long waiting = response;
        response = null;
        return waiting;
    }

    /** Takes an answer; returns the address before if the connection moves, else null. */
    @Nullable
    InetSocketAddress onResponse(long data) {
        Candidate target = candidate;
        if (target == null || data != target.challenge) {
            return null;
        }
        InetSocketAddress before = active;
        active = target.address;
        candidate = null;
        return before;
    }
}
