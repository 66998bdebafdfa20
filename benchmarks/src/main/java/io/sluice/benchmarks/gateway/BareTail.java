package io.sluice.benchmarks.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/** Read by Kafka's own consumers, each on a thread of its own. */
final class BareTail implements Tail {
    private static final Duration POLL = Duration.ofMillis(100);

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();

    BareTail(Bed bed, String topic, List<Taker> takers) throws Exception {
        String kafka = bed.kafka();
        int partitions = Topics.ends(kafka, topic).length;
        CountDownLatch placed = new CountDownLatch(takers.size());
        for (Taker taker : takers) {
            threads.add(Thread.ofPlatform().daemon().name("bare-consumer").start(
                    () -> read(kafka, topic, partitions, taker, placed)));
        }
        placed.await();
        throwIfFailed();
    }

    private void read(String kafka, String topic, int partitions, Taker taker, CountDownLatch placed) {
        try (KafkaConsumer<byte[], byte[]> consumer = BareClients.consumer(kafka, topic, partitions)) {
            consumer.seekToEnd(consumer.assignment());
            // Only the question for it makes the end certain.
            consumer.assignment().forEach(consumer::position);
            placed.countDown();
            while (!stopped.get()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    taker.take(record.partition(), record.offset(), record.value());
                }
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        } finally {
            placed.countDown();
        }
    }

    @Override
    public void throwIfFailed() {
        Throwable first = failure.get();
        if (first != null) {
            throw new IllegalStateException("a consumer failed: " + first.getMessage(), first);
        }
    }

    @Override
    public void close() {
        stopped.set(true);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
