package io.sluice.e2e.scenario;

import io.sluice.cli.check.PayloadDigest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic in Kafka, written and read without the gateway.
 *
 * @param kafka bootstrap servers
 */
public record Topic(String kafka, String name, int partitions) {
    private static final int BATCH = 100;

    /** The broker may be killed in between, more than once: the producer outlives that. */
    private static final int DELIVERY_TIMEOUT_MILLIS = (int) Scenario.PATIENCE.multipliedBy(2).toMillis();

    /** Creates it. */
    static Topic create(String kafka, String name, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
        }
        return new Topic(kafka, name, partitions);
    }

    /** Writes the numbers from 1 to {@code count} as decimal text, to the first partition; as {@link #write}. */
    public String writeNumbers(long count, double perSecond) throws Exception {
        return write(count, perSecond, number -> new ProducerRecord<>(name, 0, null, number(number)));
    }

    /**
     * Writes records number 1 to {@code count}, each once and in order, and returns when Kafka has them. Time that Kafka
     * is away is not made up for: afterwards, too, they come at their rate.
     *
     * @param perSecond 0 for as fast as it goes
     * @return the SHA-256 of all values, each followed by a line feed
     */
    public String write(long count, double perSecond, LongFunction<ProducerRecord<byte[], byte[]>> record)
            throws Exception {
        PayloadDigest digest = new PayloadDigest(PayloadDigest.Framing.LINES);
        List<Future<RecordMetadata>> written = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = newProducer()) {
            long batchBegan = System.nanoTime();
            for (long number = 1; number <= count; number++) {
                ProducerRecord<byte[], byte[]> next = record.apply(number);
                digest.add(next.value());
                written.add(producer.send(next));
                if (perSecond > 0 && number % BATCH == 0) {
                    producer.flush();
                    Await.passing(Duration.ofNanos(
                            (long) (BATCH * 1e9 / perSecond) - (System.nanoTime() - batchBegan)));
                    batchBegan = System.nanoTime();
                }
            }
            for (Future<RecordMetadata> each : written) {
                each.get();
            }
        }
        return digest.hex();
    }

    /** Writes records number 1 to {@code count}, each in a transaction of its own, whose mark takes an offset, too. */
    public void writeInTransactions(int count, LongFunction<ProducerRecord<byte[], byte[]>> record) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka,
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, name + "-writer");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (long number = 1; number <= count; number++) {
                producer.beginTransaction();
                var _ = producer.send(record.apply(number));
                producer.commitTransaction();
            }
        }
    }

    private KafkaProducer<byte[], byte[]> newProducer() {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka,
                ProducerConfig.ACKS_CONFIG, "all",
                // A new partition may refuse the first request and take the second: that one would bar the first for good
                // (KAFKA-15591).
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Everything that is committed in it now, in order within each partition. A transaction may show a moment after its
     * commit was answered, so this waits for those that are being ended.
     */
    public List<ConsumerRecord<byte[], byte[]>> read() {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        List<TopicPartition> all = IntStream.range(0, partitions).mapToObj(each -> new TopicPartition(name, each))
                .toList();
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = ends(all);
            while (all.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /** Where each partition ends, with what is not committed yet. */
    private Map<TopicPartition, Long> ends(List<TopicPartition> all) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(all);
        }
    }

    /** A number as the tests write it. */
    public static byte[] number(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
