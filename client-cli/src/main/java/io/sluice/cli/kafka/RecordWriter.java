package io.sluice.cli.kafka;

import io.sluice.cli.CliException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to one topic, each once and in order: an idempotent producer with {@code acks=all}.
 * Goes on by itself when a broker is away for less than two minutes. Not thread-safe.
 */
public final class RecordWriter implements AutoCloseable {
    /** How long a broker may be away before the writer gives up. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int BATCH_BYTES = 128 * 1024;

    private final String bootstrapServers;
    private final String topic;
    private final @Nullable Integer partition;
    private final byte @Nullable [] key;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /**
     * Makes a writer; it connects with the first record.
     *
     * @param bootstrapServers as for Kafka's {@code bootstrap.servers}
     * @param topic that exists
     * @param partition to write to, or null to let Kafka choose by the key
     * @param key of every record, or null for none
     * @throws CliException if the addresses are not understood
     */
    public RecordWriter(String bootstrapServers, String topic, @Nullable Integer partition, @Nullable String key)
            throws CliException {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.partition = partition;
        this.key = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        int patienceMillis = Math.toIntExact(PATIENCE.toMillis());
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG, "sluice-cli",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
                ProducerConfig.ACKS_CONFIG, "all",
                // A new partition may refuse the first request and take the second: that one would bar the first for good
                // (KAFKA-15591).
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1,
                ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(REQUEST_TIMEOUT.toMillis()),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patienceMillis,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, patienceMillis);
        try {
            this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw KafkaFailures.translate(e.getCause() == null ? e : e.getCause(), bootstrapServers, topic);
        }
    }

    /**
     * Hands a record to the producer; waits while its buffer is full.
     *
     * @param value of the record
     * @throws CliException if this or an earlier record could not be written
     * @throws InterruptedException if the thread was interrupted
     */
    public void write(byte[] value) throws CliException, InterruptedException {
        throwFailure();
        try {
            // The callback tells of the outcome, the future of nothing more.
            var _ = producer.send(
                    new ProducerRecord<>(topic, partition, key, value),
                    (metadata, exception) -> {
                        if (exception == null) {
                            confirmed.incrementAndGet();
                        } else {
                            failure.compareAndSet(null, exception);
                        }
                    });
        } catch (InterruptException e) {
            throw interrupted(e);
        } catch (KafkaException | IllegalStateException e) {
            throw KafkaFailures.translate(e, bootstrapServers, topic);
        }
    }

    /**
     * Waits until Kafka has confirmed all that was written.
     *
     * @throws CliException if a record could not be written
     * @throws InterruptedException if the thread was interrupted
     */
    public void flush() throws CliException, InterruptedException {
        try {
            producer.flush();
        } catch (InterruptException e) {
            throw interrupted(e);
        }
        throwFailure();
    }

    /**
     * Records that Kafka has confirmed.
     *
     * @return zero or more
     */
    public long confirmed() {
        return confirmed.get();
    }

    private void throwFailure() throws CliException {
        Exception first = failure.get();
        if (first != null) {
            throw KafkaFailures.translate(first, bootstrapServers, topic);
        }
    }

    /** Kafka's unchecked exception leaves the thread's interrupt status set; the checked one clears it. */
    private static InterruptedException interrupted(InterruptException cause) {
        Thread.interrupted();
        InterruptedException checked = new InterruptedException(cause.getMessage());
        checked.initCause(cause);
        return checked;
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
