package io.sluice.crsp.congestion;

/**
 * BBR: sends at the rate that the path was seen to deliver, and lets loss alone not slow it down (Cardwell et al., ACM
 * Queue 14/5, 2016; draft-cardwell-iccrg-bbr-congestion-control). For devices whose radio loses packets at random.
 *
 * <p>Two changes for such links. The window allows for jitter: it counts the lowest round trip and four mean
 * deviations, or a path that delays each packet at random would be taken for a short one. And random loss is made good:
 * while the round trip shows no queue, the pacing rate is raised by the share of packets that is lost, within a bound.
 */
public final class Bbr implements CongestionController {
    /** 2/ln 2: doubles the rate each round trip. */
    private static final double STARTUP_GAIN = 2.885;

    private static final double[] PROBE_GAINS = {1.25, 0.75, 1, 1, 1, 1, 1, 1};
    private static final double WINDOW_GAIN = 2;
    private static final int BANDWIDTH_ROUNDS = 10;
    private static final double FULL_PIPE_GROWTH = 1.25;
    private static final int FULL_PIPE_ROUNDS = 3;
    private static final int MINIMUM_DATAGRAMS = 4;
    private static final double MAX_LOSS_COMPENSATED = 0.5;
    private static final double LOSS_SMOOTHING = 0.25;
    private static final double MARK_SMOOTHING = 0.25;
    /** How much of the window beyond one bandwidth-delay product a path gives up on which every packet is marked. */
    private static final double MARK_YIELD = 0.5;
    private static final long JITTER_DEVIATIONS = 4;
    private static final int JITTER_ROUNDS = 32;
    /** A round trip this much above what the path and its jitter explain means a queue. */
    private static final double QUEUE_FACTOR = 1.25;

    private enum Phase {
        STARTUP,
        DRAIN,
        PROBE_BANDWIDTH
    }

    private int datagramSize;
    private final long initialWindow;
    private final double[] bandwidths = new double[BANDWIDTH_ROUNDS];
    private final long[] deviations = new long[JITTER_ROUNDS];
    private Phase phase = Phase.STARTUP;
    private long round;
    private long roundEnd;
    private double fullBandwidth;
    private int roundsWithoutGrowth;
    private int probeIndex;
    private long probeSince;
    private long deliveredAtRound;
    private long lostAtRound;
    private double lossShare;
    private long markedInRound;
    private double markedShare;
    private double bandwidth;
    private long pathRtt;
    private boolean queueing;

    /**
     * @param datagramSize the largest datagram; the window starts at ten of them and never falls under four
     */
    public Bbr(int datagramSize) {
        this.datagramSize = datagramSize;
        this.initialWindow = 10L * datagramSize;
    }

    @Override
    public long window() {
        if (bandwidth == 0) {
            return initialWindow;
        }
        double gain = phase == Phase.STARTUP ? STARTUP_GAIN : WINDOW_GAIN;
        gain = Math.max(1, gain * (1 - MARK_YIELD * markedShare));
        double target = gain * compensated(bandwidth) * pathRtt / 1e9;
        return Math.max((long) MINIMUM_DATAGRAMS * datagramSize, (long) target);
    }

    @Override
    public long pacingRate(long smoothedRtt) {
        if (bandwidth == 0) {
            return (long) (STARTUP_GAIN * initialWindow * 1e9 / Math.max(1, smoothedRtt));
        }
        double gain = switch (phase) {
            case STARTUP -> STARTUP_GAIN;
            case DRAIN -> 1 / STARTUP_GAIN;
            // Marked, the path has told that it has no more to give.
            case PROBE_BANDWIDTH -> markedInRound > 0 ? Math.min(1, PROBE_GAINS[probeIndex]) : PROBE_GAINS[probeIndex];
        };
        // A cut leaves samples of next to nothing behind: the smallest window still leaves each round trip.
        double floor = MINIMUM_DATAGRAMS * datagramSize * 1e9 / Math.max(1, smoothedRtt);
        return (long) Math.max(floor, gain * compensated(bandwidth));
    }

    private double compensated(double rate) {
        return queueing || markedInRound > 0 ? rate : rate / (1 - Math.min(lossShare, MAX_LOSS_COMPENSATED));
    }

    @Override
    public void onPacketSent(long now, int bytes, long bytesInFlight) {}

    @Override
    public void onPacketAcked(long now, long timeSent, int bytes, long smoothedRtt, boolean windowLimited) {}

    @Override
    public void onPacketsLost(long now, long newestLostTimeSent, long lostBytes, boolean persistent) {}

    @Override
    public void onCongestionMarked(long now, long newestTimeSent, long packets) {
        markedInRound += packets;
    }

    @Override
    public void onSpuriousLoss() {}

    @Override
    public void onAcknowledgement(DeliverySample sample) {
        if (sample.deliveredBefore() < 0) {
            return;
        }
        boolean newRound = sample.deliveredBefore() >= roundEnd;
        if (newRound) {
            beginRound(sample);
        }
        pathRtt = sample.minimumRtt() + JITTER_DEVIATIONS * jitter(sample);
        queueing = sample.smoothedRtt() > QUEUE_FACTOR * pathRtt;
        double rate = sample.rate();
        int slot = (int) (round % BANDWIDTH_ROUNDS);
        if (!sample.isApplicationLimited() || rate > bandwidth) {
            bandwidths[slot] = Math.max(bandwidths[slot], rate);
        }
        bandwidth = highest();
        advance(sample, newRound);
    }

    private void beginRound(DeliverySample sample) {
        long delivered = sample.delivered() - deliveredAtRound;
        long lost = sample.lost() - lostAtRound;
        if (round > 0 && delivered + lost > 0) {
            double share = (double) lost / (delivered + lost);
            lossShare += LOSS_SMOOTHING * (share - lossShare);
        }
        if (round > 0 && delivered > 0) {
            double share = Math.min(1, markedInRound * (double) datagramSize / delivered);
            markedShare += MARK_SMOOTHING * (share - markedShare);
        }
        markedInRound = 0;
        deliveredAtRound = sample.delivered();
        lostAtRound = sample.lost();
        roundEnd = sample.delivered();
        round++;
        deviations[(int) (round % JITTER_ROUNDS)] = 0;
        // Without new samples an application-limited round keeps what the rounds before it showed.
        int slot = (int) (round % BANDWIDTH_ROUNDS);
        bandwidths[slot] = sample.isApplicationLimited() ? bandwidth : 0;
    }

    /** The lowest deviation of late: a queue of our own making spreads round trips too, but comes and goes. */
    private long jitter(DeliverySample sample) {
        int slot = (int) (round % JITTER_ROUNDS);
        deviations[slot] = deviations[slot] == 0
                ? sample.rttVariance()
                : Math.min(deviations[slot], sample.rttVariance());
        long lowest = Long.MAX_VALUE;
        for (long each : deviations) {
            lowest = each == 0 ? lowest : Math.min(lowest, each);
        }
        return lowest;
    }

    private double highest() {
        double best = 0;
        for (double each : bandwidths) {
            best = Math.max(best, each);
        }
        return best;
    }

    private void advance(DeliverySample sample, boolean newRound) {
        switch (phase) {
            case STARTUP -> {
                if (newRound && !sample.isApplicationLimited()) {
                    checkFullPipe();
                }
                if ((queueing && round > FULL_PIPE_ROUNDS) || markedInRound > 0) {
                    phase = Phase.DRAIN;
                }
            }
            case DRAIN -> {
                if (sample.bytesInFlight() <= bandwidth * pathRtt / 1e9) {
                    phase = Phase.PROBE_BANDWIDTH;
                    probeIndex = 2;
                    probeSince = sample.now();
                }
            }
            case PROBE_BANDWIDTH -> {
                if (sample.now() - probeSince > Math.max(pathRtt, sample.smoothedRtt())) {
                    probeIndex = (probeIndex + 1) % PROBE_GAINS.length;
                    probeSince = sample.now();
                }
            }
        }
    }

    private void checkFullPipe() {
        if (bandwidth >= fullBandwidth * FULL_PIPE_GROWTH) {
            fullBandwidth = bandwidth;
            roundsWithoutGrowth = 0;
        } else if (++roundsWithoutGrowth >= FULL_PIPE_ROUNDS) {
            phase = Phase.DRAIN;
        }
    }

    @Override
    public void onDatagramSize(int bytes) {
        datagramSize = bytes;
    }

    @Override
    public String state() {
        return switch (phase) {
            case STARTUP -> "startup";
            case DRAIN -> "drain";
            case PROBE_BANDWIDTH -> "probe_bw";
        };
    }

    @Override
    public String name() {
        return "bbr";
    }
}
