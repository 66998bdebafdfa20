package io.sluice.gateway.audit;

import io.sluice.gateway.kafka.RecordSender;
import io.sluice.gateway.kafka.TopicBrowser;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators did: a line in the log at once, and a record in the cluster's audit topic, which all gateways share and
 * Kafka forgets after {@code sluice.audit.retention}.
 */
public final class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final int MAX_WAITING = 1000;
    private static final int BLOCK = 500;
    private static final int BLOCK_BYTES = 2 * 1024 * 1024;
    /** Entries that one question looks through at most, those that the filter does not let through included. */
    private static final int MAX_LOOKED_AT = 10_000;

    private final TopicPartition topic;
    private final RecordSender writer;
    private final TopicBrowser browser;
    private final Jsonb jsonb;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);

    /**
     * @param topic the cluster's audit topic
     */
    public AuditLog(String topic, RecordSender writer, TopicBrowser browser, Jsonb jsonb) {
        this.topic = new TopicPartition(topic, 0);
        this.writer = writer;
        this.browser = browser;
        this.jsonb = jsonb;
    }

    /**
     * Writes an entry down.
     *
     * @return completes once Kafka has it; the line in the log is there at once
     */
    public CompletableFuture<?> write(AuditEntry entry) {
        LOG.info("audit: {} from {}: {} {} {} → {}", entry.user(), entry.address(), entry.action(), entry.target(),
                entry.detail(), entry.outcome());
        if (!waiting.tryAcquire()) {
            LOG.error("Kafka does not take audit entries, {} wait already: this one is only in this log", MAX_WAITING);
            return CompletableFuture.failedFuture(new RejectedExecutionException("too many audit entries wait"));
        }
        return writer.write(new ProducerRecord<>(topic.topic(), topic.partition(),
                entry.target().getBytes(StandardCharsets.UTF_8), jsonb.toJson(entry).getBytes(StandardCharsets.UTF_8)))
                .whenComplete((done, failure) -> {
                    waiting.release();
                    if (failure != null) {
                        LOG.error("Kafka refuses an audit entry: it is only in this log", failure);
                    }
                });
    }

    /**
     * Reads entries, the newest first. Blocks.
     *
     * @param before what the page before said, or null for the newest
     * @param target the session or topic, or null for any
     * @param user who, or null for any
     * @param action what, or null for any
     * @throws TimeoutException if Kafka does not answer
     */
    public AuditPage read(int limit, @Nullable Long before, @Nullable String target, @Nullable String user,
            @Nullable String action) throws TimeoutException, InterruptedException {
        TopicBrowser.Range range = browser.range(topic);
        long end = before == null ? range.end() : Math.min(before, range.end());
        List<AuditEntry> found = new ArrayList<>();
        int lookedAt = 0;
        while (end > range.beginning() && lookedAt < MAX_LOOKED_AT) {
            long start = Math.max(range.beginning(), end - BLOCK);
            List<ConsumerRecord<byte[], byte[]>> block = browser.read(topic, start, end, BLOCK, BLOCK_BYTES);
            for (ConsumerRecord<byte[], byte[]> record : block.reversed()) {
                AuditEntry entry = parse(record);
                end = record.offset();
                lookedAt++;
                if (entry != null && entry.matches(target, user, action)) {
                    found.add(entry);
                    if (found.size() == limit) {
                        return new AuditPage(found, end > range.beginning() ? end : null);
                    }
                }
            }
            end = start;
        }
        return new AuditPage(found, end > range.beginning() ? end : null);
    }

    private @Nullable AuditEntry parse(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return null;
        }
        try {
            AuditEntry entry = jsonb.fromJson(new String(record.value(), StandardCharsets.UTF_8), AuditEntry.class);
            return entry.schema() == AuditEntry.SCHEMA ? entry : null;
        } catch (JsonbException e) {
            LOG.warn("{} at {} is no audit entry: {}", topic, record.offset(), e.toString());
            return null;
        }
    }
}
