package io.sluice.benchmarks.gateway;

import io.sluice.crsp.client.ClientOptions;
import io.sluice.crsp.client.ClientRuntime;
import io.sluice.crsp.client.Delivery;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.crsp.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Fills a gateway's session topic: a real device connects, reads a record, commits and goes away; what the gateway wrote
 * of it is written again under other ids, each in its shard.
 *
 * @param cluster name of the sessions
 * @param count of all of them together
 */
record StoredSessions(Bed bed, String cluster, int count) {
    private static final String DEVICE = "device-0000000";
    private static final String DEVICES = "bench-devices";
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int SHARD_BITS = 32;
    private static final int FUTURES = 10_000;

    private String topic() {
        return cluster + ".sessions";
    }

    /** What the gateway wrote of one session. */
    private record Stored(String id, String json) {}

    /** Does nothing if it was done before. */
    void ensure() throws Exception {
        long[] ends = Topics.ensure(bed.kafka(), topic(), 16);
        if (Arrays.stream(ends).sum() >= count) {
            return;
        }
        Stored first;
        try (SideGateway gateway = SideGateway.restoring(bed, cluster)) {
            gateway.awaitReady();
            first = leave(gateway);
        }
        copy(first, ends.length);
    }

    private Stored leave(SideGateway gateway) throws Exception {
        NumberedRecords records = new NumberedRecords(100);
        Topics.fill(bed.kafka(), DEVICES, 1, 1, records);
        ClientOptions options = bed.client(DEVICE, gateway.address()).reconnectWindow(WINDOW).build();
        String id;
        try (ClientRuntime runtime = new ClientRuntime(options.connection())) {
            SluiceClient client = runtime.connect(options);
            id = client.sessionId().toString();
            Subscription subscription = client.subscribe(SubscribeRequest.earliest(DEVICES));
            Delivery record = subscription.poll(PATIENCE);
            if (record == null) {
                throw new IllegalStateException("the device got no record");
            }
            // Asking for the next one says that this one is processed.
            Delivery none = subscription.poll(POLL);
            if (none != null) {
                throw new IllegalStateException("the topic has more records than were written");
            }
            var _ = await(id, "\"positions\":{\"0\":1}");
        }
        return await(id, "DETACHED");
    }

    private Stored await(String id, String part) throws Exception {
        Map<String, String> seen = new HashMap<>();
        int partitions = Topics.ends(bed.kafka(), topic()).length;
        try (KafkaConsumer<byte[], byte[]> consumer = BareClients.consumer(bed.kafka(), topic(), partitions)) {
            Waits.until(PATIENCE, "a record of session " + id + " with " + part, () -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.value() != null) {
                        seen.put(new String(record.key(), StandardCharsets.US_ASCII),
                                new String(record.value(), StandardCharsets.UTF_8));
                    }
                }
                return seen.getOrDefault(id, "").contains(part);
            });
        }
        return new Stored(id, seen.getOrDefault(id, ""));
    }

    private void copy(Stored first, int shards) throws Exception {
        Random random = new Random(4650);
        List<Future<RecordMetadata>> under = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = BareClients.producer(bed.kafka())) {
            // The first one is there.
            for (int number = 1; number < count; number++) {
                SessionId id = SessionId.random(random);
                String json = first.json().replace(first.id(), id.toString()).replace(DEVICE,
                        String.format(Locale.ROOT, "device-%07d", number));
                int shard = (int) ((id.high() >>> SHARD_BITS) % shards);
                under.add(producer.send(new ProducerRecord<>(topic(), shard,
                        id.toString().getBytes(StandardCharsets.US_ASCII), json.getBytes(StandardCharsets.UTF_8))));
                if (under.size() == FUTURES) {
                    await(under);
                }
            }
            await(under);
        }
    }

    private static void await(List<Future<RecordMetadata>> under) throws Exception {
        for (Future<RecordMetadata> each : under) {
            each.get();
        }
        under.clear();
    }
}
