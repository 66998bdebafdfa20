package io.sluice.crsp.relay;

/** Derives the seed of each link from the relay's. */
final class LinkSeeds {
    // The golden ratio in 64 bits: consecutive multiples of it are spread evenly.
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private LinkSeeds() {}

    static long up(long relaySeed, long ordinal) {
        return mix(relaySeed + GOLDEN_GAMMA * (2 * ordinal + 1));
    }

    static long down(long relaySeed, long ordinal) {
        return mix(relaySeed + GOLDEN_GAMMA * (2 * ordinal + 2));
    }

    /** David Stafford's 13th variant of the MurmurHash3 finaliser. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }
}
