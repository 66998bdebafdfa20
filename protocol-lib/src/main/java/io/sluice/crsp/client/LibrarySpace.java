package io.sluice.crsp.client;

import java.time.Duration;

/**
 * What the whole library holds.
 *
 * @param files names
 * @param versions of all files
 * @param bytes of all versions
 * @param unfinished uploads that have begun
 * @param unfinishedBytes what is there of these
 * @param retention how long a version stays; zero if until it is removed
 */
public record LibrarySpace(
        long files, long versions, long bytes, long unfinished, long unfinishedBytes, Duration retention) {
}
