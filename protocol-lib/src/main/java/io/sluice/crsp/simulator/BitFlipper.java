package io.sluice.crsp.simulator;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Damages a datagram the way a bad link does: some bits change, the length does not. */
final class BitFlipper {

    private BitFlipper() {}

    /**
     * Flips 1 to {@value LinkSettings#MAX_FLIPPED_BITS} distinct bits of a copy. Distinct, because
     * two flips of the same bit would undo each other and count a sound datagram as corrupted.
     */
    static byte[] flip(byte[] datagram, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        byte[] damaged = datagram.clone();
        int bits = Math.multiplyExact(damaged.length, Byte.SIZE);
        int flips = random.nextInt(1, Math.min(LinkSettings.MAX_FLIPPED_BITS, bits) + 1);
        int flipped = 0;
        while (flipped < flips) {
            int bit = random.nextInt(bits);
            int index = bit / Byte.SIZE;
            int mask = 1 << (bit % Byte.SIZE);
            boolean untouched = ((damaged[index] ^ datagram[index]) & mask) == 0;
            if (untouched) {
                damaged[index] = (byte) (damaged[index] ^ mask);
                flipped++;
            }
        }
        return damaged;
    }
}
