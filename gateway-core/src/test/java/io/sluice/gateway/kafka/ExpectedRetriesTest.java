package io.sluice.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.internals.Sender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ExpectedRetriesTest {
    private static final String RETRY = "[Producer clientId=a] Got error produce response with correlation id 20 on "
            + "topic-partition sluice.sessions-0, retrying (2147483646 attempts left). Error: ";

    @Test
    void onlyTheRetriesOfEveryTransactionAreKeptOutOfTheLog() {
        ExpectedRetries.keepOutOfLog();
        List<String> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                logged.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Sender.class.getName());
        logger.addHandler(handler);
        try {
            LoggerFactory.getLogger(Sender.class).warn(RETRY + "{}", "CONCURRENT_TRANSACTIONS");
            LoggerFactory.getLogger(Sender.class).warn(RETRY + "{}", "NOT_ENOUGH_REPLICAS");
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(logged).containsExactly(RETRY + "NOT_ENOUGH_REPLICAS");
    }
}
