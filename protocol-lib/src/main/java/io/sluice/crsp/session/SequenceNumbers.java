package io.sluice.crsp.session;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The checksum that both sides of a sequence keep: SHA-256 over each number as four bytes, big-endian. */
public final class SequenceNumbers {
    private final MessageDigest digest;

    public SequenceNumbers() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /**
     * Adds the next number.
     *
     * @param value 0 to 2<sup>32</sup>-1
     */
    public void add(long value) {
        digest.update((byte) (value >>> 24));
        digest.update((byte) (value >>> 16));
        digest.update((byte) (value >>> 8));
        digest.update((byte) value);
    }

    /** The checksum of everything added; nothing can be added afterwards. */
    public byte[] checksum() {
        return digest.digest();
    }

    /**
     * Number {@code index} of the sequence of a seed (SplitMix64, cut to 32 bits), so that a generator that was
     * restarted goes on with the same numbers.
     */
    public static long value(long seed, long index) {
        long z = seed + (index + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return (z ^ (z >>> 31)) >>> 32;
    }
}
