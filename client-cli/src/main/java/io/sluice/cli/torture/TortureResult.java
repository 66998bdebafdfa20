package io.sluice.cli.torture;

import java.time.Duration;
import java.util.List;

/**
 * A run and what came of it.
 *
 * @param length how long faults went on
 * @param log the faults and the silences after them
 * @param verdict on everything that was delivered and committed
 * @param written records written to Kafka for the subscribers
 * @param delivered records that subscribers got, each by its own count
 * @param sent messages that publishers handed over
 * @param confirmed messages whose publishers were told that they are in Kafka
 * @param resumes how often a session went on after a lost connection
 * @param failures devices that gave up, and why
 */
record TortureResult(TortureSettings settings, Duration length, FaultLog log, Verdict verdict, long written,
        long delivered, long sent, long confirmed, long resumes, List<String> failures) {
    TortureResult {
        failures = List.copyOf(failures);
    }

    boolean ok() {
        return verdict.ok() && failures.isEmpty() && unconfirmed() == 0 && log.count() > 0;
    }

    /** Messages that nobody confirmed, though all was healed and time enough. */
    long unconfirmed() {
        return sent - confirmed;
    }
}
