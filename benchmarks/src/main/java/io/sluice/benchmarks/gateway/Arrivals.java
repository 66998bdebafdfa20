package io.sluice.benchmarks.gateway;

import org.jspecify.annotations.Nullable;

/**
 * What one reader gets of one partition, whose records have their offsets as numbers: all, in order, each once and as it
 * was written. One thread takes; others may ask how far it is.
 */
final class Arrivals {
    private final NumberedRecords records;
    private final long first;
    private volatile long next;

    /** @param first the offset that must come first */
    Arrivals(NumberedRecords records, long first) {
        this.records = records;
        this.first = first;
        this.next = first;
    }

    /** @throws IllegalStateException if it is not the record that must come now */
    void take(long offset, byte @Nullable [] value) {
        long expected = next;
        long number = records.number(value);
        if (offset != expected || number != expected) {
            throw new IllegalStateException(
                    "the record " + number + " came at offset " + offset + " where " + expected + " was due");
        }
        next = expected + 1;
    }

    /** The offset that must come next. */
    long next() {
        return next;
    }

    long count() {
        return next - first;
    }
}
