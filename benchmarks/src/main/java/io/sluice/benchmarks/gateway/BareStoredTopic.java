package io.sluice.benchmarks.gateway;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Read by Kafka's own consumer. */
final class BareStoredTopic implements StoredTopic {
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final NumberedRecords records;

    BareStoredTopic(Bed bed, String topic, NumberedRecords records) throws Exception {
        this.consumer = BareClients.consumer(bed.kafka(), topic, 1);
        this.partition = new TopicPartition(topic, 0);
        this.records = records;
    }

    @Override
    public void read(long count) {
        consumer.seekToBeginning(List.of(partition));
        Arrivals arrivals = new Arrivals(records, 0);
        while (arrivals.count() < count) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                arrivals.take(record.offset(), record.value());
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
