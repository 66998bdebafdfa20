package io.sluice.gateway.kafka;

import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Keeps out of the log what a transactional producer does many times a second and says as a warning: to send a batch once
 * more, because the end of the transaction before is still being written to the partitions of other brokers. Whatever else
 * it has to warn of is logged.
 */
final class ExpectedRetries implements Filter {
    private static final String EXPECTED = "Error: CONCURRENT_TRANSACTIONS";
    /** Held on to: loggers that nobody does are forgotten with their filters. */
    private static final Logger SENDER = Logger.getLogger("org.apache.kafka.clients.producer.internals.Sender");

    /** For all producers of this process. */
    static void keepOutOfLog() {
        SENDER.setFilter(new ExpectedRetries());
    }

    @Override
    public boolean isLoggable(LogRecord record) {
        String message = record.getMessage();
        return message == null || !message.contains(EXPECTED);
    }
}
