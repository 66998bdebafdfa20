package io.sluice.e2e.scenario;

import io.sluice.crsp.client.Delivery;
import io.sluice.crsp.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** The decimal numbers that the tests write as records. */
public final class Numbers {
    private Numbers() {}

    /** All from the first to the last. */
    public static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    /** The number in a record. */
    public static long of(Delivery record) {
        byte[] value = record.value();
        return Long.parseLong(new String(value == null ? new byte[0] : value, StandardCharsets.US_ASCII));
    }

    /** Waits for so many records of a subscription, and says what came if they do not. */
    public static List<Long> take(Subscription records, int count) throws Exception {
        List<Long> taken = new ArrayList<>();
        while (taken.size() < count) {
            Delivery record = records.poll(Scenario.PATIENCE);
            if (record == null) {
                throw new AssertionError(taken.size() + " came of " + count + ": " + taken);
            }
            taken.add(of(record));
        }
        return taken;
    }
}
