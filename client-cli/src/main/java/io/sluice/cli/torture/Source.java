package io.sluice.cli.torture;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.payload.Pacer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * Writes the numbers 1, 2, 3 and so on of each key to Kafka directly, each once and in order, at a steady pace and over
 * every death of a broker. Runs on one thread; {@link #stop} and {@link #confirmed} are safe for others.
 */
final class Source implements AutoCloseable {
    /** A broker that is away comes back much sooner. */
    private static final int PATIENCE_MILLIS = Math.toIntExact(Duration.ofMinutes(10).toMillis());

    private static final int REQUEST_MILLIS = 5_000;

    private final DownTopic topic;
    private final Pacer pacer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, Long> written = new TreeMap<>();
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    Source(String bootstrapServers, DownTopic topic, double perSecond) {
        this.topic = topic;
        this.pacer = new Pacer(perSecond, System.nanoTime());
        this.producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG, "sluice-torture",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
                ProducerConfig.ACKS_CONFIG, "all",
                // A new partition may refuse the first request and take the second: that one would bar the first for good
                // (KAFKA-15591).
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS), new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Writes until it is told to stop, then waits until Kafka has all of it.
     *
     * @return how many numbers of each key are in Kafka
     * @throws CliException if Kafka was away for too long
     */
    Map<String, Long> run() throws CliException, InterruptedException {
        try {
            List<String> keys = topic.keys();
            for (long records = 0; !stopped.get(); records++) {
                String key = keys.get((int) (records % keys.size()));
                write(key, written.merge(key, 1L, Long::sum));
                requireGood();
                long wait = pacer.nanosToWait(records + 1, System.nanoTime());
                if (wait > 0) {
                    Thread.sleep(Duration.ofNanos(wait));
                }
            }
            producer.flush();
        } catch (InterruptException e) {
            Thread.interrupted();
            InterruptedException checked = new InterruptedException(e.getMessage());
            checked.initCause(e);
            throw checked;
        } catch (KafkaException e) {
            throw failed(e);
        }
        requireGood();
        return Map.copyOf(written);
    }

    private void write(String key, long number) {
        // The callback tells of the outcome, the future of nothing more.
        var _ = producer.send(new ProducerRecord<>(topic.name(), topic.partition(key),
                key.getBytes(StandardCharsets.UTF_8), Numbers.format(number)), (metadata, exception) -> {
                    if (exception == null) {
                        confirmed.incrementAndGet();
                    } else {
                        failure.compareAndSet(null, exception);
                    }
                });
    }

    private void requireGood() throws CliException {
        Exception first = failure.get();
        if (first != null) {
            throw failed(first);
        }
    }

    private static CliException failed(Exception cause) {
        return new CliException(ExitCode.FAILURE, "Kafka did not take the records for the subscribers: " + cause,
                "See the brokers' logs.", cause);
    }

    /** Records that Kafka has confirmed so far. */
    long confirmed() {
        return confirmed.get();
    }

    void stop() {
        stopped.set(true);
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
