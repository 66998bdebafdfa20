package io.sluice.crsp.recovery;

/**
 * Explicit congestion notification of one path: whether packets ask routers to mark them instead of dropping them, and
 * whether the marks that the peer reports can be believed (RFC 9000 §13.4.2 and appendix A.4). A path that wipes the
 * marks, a driver that cannot set or read them and a peer that does not report them all look the same: they end it. Not
 * safe for threads.
 */
public final class Ecn {
    /** The codepoints of RFC 3168, as in the IP header. */
    public static final int NOT_CAPABLE = 0;

    public static final int ECT_1 = 1;
    public static final int ECT_0 = 2;
    public static final int CONGESTION_EXPERIENCED = 3;

    /** Packets that are marked before the first answer must show that marks survive (RFC 9000 appendix A.4). */
    private static final int TEST_PACKETS = 10;

    private enum State {
        TESTING,
        /** Enough were marked; their answers are awaited. */
        UNKNOWN,
        CAPABLE,
        FAILED
    }

    private final boolean wanted;
    private State state;
    private int tested;
    private int testedLost;
    private long marked;
    private int newlyAcknowledged;
    private boolean counted;
    private long ect0;
    private long ect1;
    private long congested;
    private long ect0Before;
    private long congestedBefore;

    /**
     * @param wanted false never to mark a packet
     */
    public Ecn(boolean wanted) {
        this.wanted = wanted;
        this.state = wanted ? State.TESTING : State.FAILED;
    }

    /** The codepoint that the next packet should have. */
    public int codepoint() {
        return state == State.TESTING || state == State.CAPABLE ? ECT_0 : NOT_CAPABLE;
    }

    /** True if the path was seen to carry marks. */
    public boolean isCapable() { return state == State.CAPABLE; }

    /** A packet left marked. */
    void onSent() {
        marked++;
        if (state == State.TESTING && ++tested >= TEST_PACKETS) {
            state = State.UNKNOWN;
        }
    }

    /** An ACK frame begins. */
    void beginAck() {
        newlyAcknowledged = 0;
        counted = false;
    }

    /** A marked packet arrived. */
    void onAcknowledged() {
        newlyAcknowledged++;
    }

    /** A marked packet was lost; if all of the first ones were, the path may drop what is marked. */
    void onLost() {
        if ((state == State.TESTING || state == State.UNKNOWN) && ++testedLost >= TEST_PACKETS) {
            state = State.FAILED;
        }
    }

    /** What the ACK frame says of all packets that arrived so far. */
    void onCounts(long withEct0, long withEct1, long withCongestion) {
        counted = true;
        ect0 = withEct0;
        ect1 = withEct1;
        congested = withCongestion;
    }

    /**
     * Judges the ACK frame.
     *
     * @param newest whether it acknowledges a higher number than those before: an older frame has older counts
     * @return how many more packets met congestion than before
     */
    long endAck(boolean newest) {
        if (state == State.FAILED || !newest || (newlyAcknowledged == 0 && !counted)) {
            return 0;
        }
        long moreEct0 = ect0 - ect0Before;
        long moreCongested = congested - congestedBefore;
        boolean believable = counted && ect1 == 0 && moreEct0 >= 0 && moreCongested >= 0
                && moreEct0 + moreCongested >= newlyAcknowledged && ect0 + congested <= marked;
        if (!believable) {
            state = State.FAILED;
            return 0;
        }
        ect0Before = ect0;
        congestedBefore = congested;
        if (newlyAcknowledged > 0) {
            state = State.CAPABLE;
        }
        return moreCongested;
    }

    /** Another path may treat marks otherwise; the peer's counts go on. */
    void restart() {
        state = wanted ? State.TESTING : State.FAILED;
        tested = 0;
        testedLost = 0;
    }
}
