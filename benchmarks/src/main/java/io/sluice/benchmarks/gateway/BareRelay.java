package io.sluice.benchmarks.gateway;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Kafka's own producer and consumer: what Kafka alone takes, for clients that can reach it. */
final class BareRelay implements Relay {
    static final String TOPIC = "bench-relay";

    private final Tail tail;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    BareRelay(Bed bed, Taker taker) throws Exception {
        Topics.ensure(bed.kafka(), TOPIC, 1);
        tail = new BareTail(bed, TOPIC, List.of((partition, offset, value) -> taker.take(value)));
        producer = BareClients.producer(bed.kafka());
    }

    @Override
    public void send(byte[] message) {
        // The callback tells of a failure, the future of nothing more.
        var _ = producer.send(new ProducerRecord<>(TOPIC, message), (metadata, exception) -> {
            if (exception != null) {
                failure.compareAndSet(null, exception);
            }
        });
    }

    @Override
    public void throwIfFailed() throws Exception {
        tail.throwIfFailed();
        Exception first = failure.get();
        if (first != null) {
            throw new IllegalStateException("Kafka did not take a message: " + first, first);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        tail.close();
    }
}
