package io.sluice.gateway.store;

import io.sluice.gateway.kafka.InternalTopics;
import io.sluice.gateway.kafka.RecordWriter;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Session records in Kafka: written by the gateway that serves a session, read by every gateway. */
public final class SessionStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionStore.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final RecordWriter writer;
    private final Consumer<byte[], byte[]> consumer;
    private final Jsonb jsonb;

    /**
     * @param consumer for this store alone; closed with it
     */
    public SessionStore(RecordWriter writer, Consumer<byte[], byte[]> consumer, Jsonb jsonb) {
        this.writer = writer;
        this.jsonb = jsonb;
        this.consumer = consumer;
    }

    /** Writes a session; completes once Kafka has it. Never blocks. */
    public CompletableFuture<?> put(SessionRecord session) {
        byte[] key = session.id().getBytes(StandardCharsets.US_ASCII);
        byte[] value = jsonb.toJson(session).getBytes(StandardCharsets.UTF_8);
        return writer.write(new ProducerRecord<>(InternalTopics.SESSIONS, key, value));
    }

    /** Forgets a session; completes once Kafka has that. Never blocks. */
    public CompletableFuture<?> remove(String id) {
        byte[] key = id.getBytes(StandardCharsets.US_ASCII);
        return writer.write(new ProducerRecord<>(InternalTopics.SESSIONS, key, null));
    }

    /** Reads every session there is, up to the end as it is now. Blocks; call it before {@link #follow}. */
    public Map<String, SessionRecord> restore() {
        List<TopicPartition> partitions = consumer.partitionsFor(InternalTopics.SESSIONS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Set<TopicPartition> behind = new HashSet<>(partitions);
        Map<String, SessionRecord> sessions = new HashMap<>();
        behind.removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
        while (!behind.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                read(record, (id, session) -> {
                    if (session == null) {
                        sessions.remove(id);
                    } else {
                        sessions.put(id, session);
                    }
                });
            }
            behind.removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
        }
        return sessions;
    }

    /** Reads what has changed since, for a short while at most; the consumer is given the id and null for forgotten. */
    public void follow(BiConsumer<String, @Nullable SessionRecord> changes) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            read(record, changes);
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record, BiConsumer<String, @Nullable SessionRecord> target) {
        String id = new String(record.key(), StandardCharsets.US_ASCII);
        if (record.value() == null) {
            target.accept(id, null);
            return;
        }
        try {
            SessionRecord session = jsonb.fromJson(new String(record.value(), StandardCharsets.UTF_8),
                    SessionRecord.class);
            if (session.schema() == SessionRecord.SCHEMA) {
                target.accept(id, session);
            } else {
                LOG.warn("Session {} is of schema {}, which this gateway does not know", id, session.schema());
            }
        } catch (JsonbException e) {
            LOG.error("The record of session {} at {}-{} cannot be read", id, record.partition(), record.offset(), e);
        }
    }

    /** Interrupts a {@link #follow} on another thread. */
    public void wakeUp() {
        consumer.wakeup();
    }

    /** Call it on the thread that followed. */
    @Override
    public void close() {
        consumer.close();
    }
}
