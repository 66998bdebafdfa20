package io.sluice.cli.torture;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic that publishers write to, as a reader of committed records sees it. */
record CommittedTopic(String bootstrapServers, String name, int partitions) {
    private static final Duration POLL = Duration.ofMillis(500);

    List<TopicPartition> all() {
        return IntStream.range(0, partitions).mapToObj(each -> new TopicPartition(name, each)).toList();
    }

    /**
     * Reads all of it.
     *
     * @throws CliException if it cannot be read within {@code patience}
     */
    Observations read(Duration patience) throws CliException, InterruptedException {
        Observations seen = new Observations("topic " + name);
        Map<String, Object> config = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        long start = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(all());
            consumer.seekToBeginning(all());
            Map<TopicPartition, Long> ends = consumer.endOffsets(all());
            while (all().stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
                    seen.saw(key, Numbers.parse(record.value()), record.partition(), record.offset());
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (System.nanoTime() - start > patience.toNanos()) {
                    throw new CliException(ExitCode.TIMED_OUT,
                            "topic " + name + " could not be read to its end in " + patience.toSeconds() + " s",
                            "See the brokers' logs.");
                }
            }
        }
        return seen;
    }
}
