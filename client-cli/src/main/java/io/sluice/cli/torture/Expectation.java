package io.sluice.cli.torture;

/**
 * What must have arrived of one key.
 *
 * @param confirmed the numbers 1 to this one are known to be in Kafka
 * @param sent the numbers 1 to this one were handed over
 */
record Expectation(String key, long confirmed, long sent) {
    Expectation {
        if (confirmed < 0 || sent < confirmed) {
            throw new IllegalArgumentException("confirmed " + confirmed + " of " + sent + " sent");
        }
    }
}
