package io.sluice.gateway.kafka;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writes a record to Kafka without blocking; the answer comes once Kafka has it. Safe for threads. */
public interface RecordSender {
    CompletableFuture<RecordMetadata> write(ProducerRecord<byte[], byte[]> record);
}
