package io.sluice.gateway.store;

/**
 * What a generator needs to go on.
 *
 * @param seed of the numbers
 * @param length how many there are
 * @param intervalMillis from one to the next
 * @param createdAtMillis when it began, since 1970 UTC: its first record is not older
 */
public record StoredSequence(long seed, int length, long intervalMillis, long createdAtMillis) {
}
