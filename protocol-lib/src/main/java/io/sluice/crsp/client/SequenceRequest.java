package io.sluice.crsp.client;

import java.time.Duration;

/**
 * A sequence of numbers to be generated.
 *
 * @param length 1 to 65,535, or 0 to let the gateway draw a length
 * @param interval time from one number to the next
 */
public record SequenceRequest(int length, Duration interval) {
    public static final int MAX_LENGTH = 65_535;

    public SequenceRequest {
        if (length < 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("length must be 0 to " + MAX_LENGTH + ": " + length);
        }
        if (interval.isNegative()) {
            throw new IllegalArgumentException("the interval must not be negative");
        }
    }
}
