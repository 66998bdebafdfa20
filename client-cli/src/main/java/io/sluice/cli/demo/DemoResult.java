package io.sluice.cli.demo;

import io.sluice.cli.check.DeliveryReport;
import io.sluice.crsp.relay.RelayStatistics;
import java.time.Duration;

/**
 * What was seen.
 *
 * @param report of what the client got
 * @param producedSha256 of what Kafka was given
 * @param resumes how often the client resumed its session
 * @param silence the longest time without a record
 * @param away how long the gateway was not ready
 * @param took from the first record asked for to the end
 * @param link what the bad link did
 */
record DemoResult(DeliveryReport report, String producedSha256, long resumes, Duration silence, Duration away,
        Duration took, RelayStatistics link) {

    boolean checksumsEqual() {
        return report.sha256().equals(producedSha256);
    }

    /** Whether all came exactly once, in order and unchanged, over at least one lost connection. */
    boolean ok() {
        return report.ok() && checksumsEqual() && resumes > 0;
    }
}
