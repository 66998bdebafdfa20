package io.sluice.crsp.connection;

import java.net.InetSocketAddress;
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
    private @Nullable InetSocketAddress candidate;
    private long challenge;
    private int challenges;
    private long nextChallenge = Long.MAX_VALUE;
    private long receivedFromCandidate;
    private long sentToCandidate;
    private @Nullable Long response;

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
        if (!from.equals(candidate)) {
            if (!newest) {
                return;
            }
            candidate = from;
            challenge = random.nextLong();
            challenges = 0;
            nextChallenge = now;
            receivedFromCandidate = 0;
            sentToCandidate = 0;
        }
        receivedFromCandidate += size;
    }

    /** The address that a challenge of this size is due to and may go to, or null. */
    @Nullable
    InetSocketAddress challengeDue(long now, int size) {
        InetSocketAddress target = candidate;
        boolean allowed = sentToCandidate + size <= AMPLIFICATION_LIMIT * receivedFromCandidate;
        return target != null && now >= nextChallenge && challenges < MAX_CHALLENGES && allowed ? target : null;
    }

    /** Notes that the challenge went out; returns its data. */
    long takeChallenge(long now, int size, long interval) {
        sentToCandidate += size;
        challenges++;
        nextChallenge = now + interval;
        return challenge;
    }

    /** Gives the new address up if it does not answer. */
    void onTimeout(long now) {
        if (challenges >= MAX_CHALLENGES && now >= nextChallenge) {
            candidate = null;
            nextChallenge = Long.MAX_VALUE;
        }
    }

    /** When a challenge of this size is due and may go, or the new address is given up. */
    long deadline(int size) {
        boolean allowed = sentToCandidate + size <= AMPLIFICATION_LIMIT * receivedFromCandidate;
        return allowed || challenges >= MAX_CHALLENGES ? nextChallenge : Long.MAX_VALUE;
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
        InetSocketAddress target = candidate;
        if (target == null || data != challenge) {
            return null;
        }
        InetSocketAddress before = active;
        active = target;
        candidate = null;
        nextChallenge = Long.MAX_VALUE;
        return before;
    }
}
