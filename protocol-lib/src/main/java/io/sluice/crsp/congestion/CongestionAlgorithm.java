package io.sluice.crsp.congestion;

/** The congestion controllers to choose from. */
public enum CongestionAlgorithm {
    /** Yields to loss as TCP does: fair on shared, wired paths. The default. */
    CUBIC,
    /** Follows the rate that the path delivers: for links that lose packets at random, as radio does. */
    BBR;

    /** A new controller for one connection. */
    public CongestionController create(int datagramSize) {
        return switch (this) {
            case CUBIC -> new Cubic(datagramSize);
            case BBR -> new Bbr(datagramSize);
        };
    }
}
