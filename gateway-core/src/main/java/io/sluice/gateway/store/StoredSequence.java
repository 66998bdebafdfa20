package io.sluice.gateway.store;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;

/**
 * What a generator needs to go on.
 *
 * @param seed of the numbers
 * @param length how many there are
 * @param intervalMillis from one to the next
 * @param createdAtMillis when it began, since 1970 UTC: its first record is not older
 */
public record StoredSequence(long seed, int length, long intervalMillis, long createdAtMillis) {
    @JsonbCreator
    public StoredSequence(
            @JsonbProperty("seed") long seed,
            @JsonbProperty("length") int length,
            @JsonbProperty("intervalMillis") long intervalMillis,
            @JsonbProperty("createdAtMillis") long createdAtMillis) {
        this.seed = seed;
        this.length = length;
        this.intervalMillis = intervalMillis;
        this.createdAtMillis = createdAtMillis;
    }
}
