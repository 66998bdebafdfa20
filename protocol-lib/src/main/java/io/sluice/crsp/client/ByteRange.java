package io.sluice.crsp.client;

/**
 * Some bytes of a file.
 *
 * @param offset of the first
 * @param length how many, at least 0
 */
public record ByteRange(long offset, long length) {
    public ByteRange {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("neither offset nor length may be negative: " + offset + ", " + length);
        }
    }

    /** The offset after the last byte. */
    public long end() {
        return offset + length;
    }
}
