package io.sluice.benchmarks.gateway;

import io.sluice.crsp.client.Delivery;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import java.time.Duration;

/** Read by one client of the gateway. */
final class SluiceStoredTopic implements StoredTopic {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SluiceClient client;
    private final String topic;
    private final NumberedRecords records;

    SluiceStoredTopic(Bed bed, String topic, NumberedRecords records) throws Exception {
        this.client = SluiceClient.connect(bed.client("throughput").build());
        this.topic = topic;
        this.records = records;
    }

    @Override
    public void read(long count) throws Exception {
        Arrivals arrivals = new Arrivals(records, 0);
        try (Subscription subscription = client.subscribe(SubscribeRequest.earliest(topic))) {
            while (arrivals.count() < count) {
                Delivery record = subscription.poll(PATIENCE);
                if (record == null) {
                    throw new IllegalStateException("nothing came for " + PATIENCE.toSeconds() + " s after "
                            + arrivals.count() + " of " + count + " records");
                }
                arrivals.take(record.offset(), record.value());
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
