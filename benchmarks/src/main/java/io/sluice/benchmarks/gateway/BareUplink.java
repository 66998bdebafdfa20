package io.sluice.benchmarks.gateway;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own transactional producer. As fast as it goes, all that may wait for its confirmation is one transaction; paced, a
 * transaction has what became due during the one before.
 */
final class BareUplink implements Uplink {
    private final String topic;
    private final NumberedRecords messages;
    private final Load load;
    private final long[] sent;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Latencies> latencies = new AtomicReference<>();
    private int next;
    private final FutureTask<Void> task;
    private final Thread thread;
    private volatile long confirmed;
    private volatile boolean stopped;

    BareUplink(Bed bed, String topic, NumberedRecords messages, Load load) throws Exception {
        this.topic = topic;
        this.messages = messages;
        this.load = load;
        this.sent = new long[load.senders()];
        this.producer = BareClients.transactionalProducer(bed.kafka(), "bench-ingest");
        this.task = new FutureTask<>(this::send, null);
        this.thread = Thread.ofPlatform().daemon().name("bare-producer").start(task);
    }

    private void send() {
        long[] begun = new long[load.inFlight()];
        long due = System.nanoTime();
        while (!stopped) {
            // Each message that is due has a transaction at once, with those that came during the one before.
            while (load.isPaced() && due > System.nanoTime()) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            producer.beginTransaction();
            int count = 0;
            while (count < begun.length && (!load.isPaced() || due <= System.nanoTime())) {
                begun[count] = load.isPaced() ? due : System.nanoTime();
                due += load.isPaced() ? load.intervalNanos() : 0;
                sendOne();
                count++;
            }
            producer.commitTransaction();
            long now = System.nanoTime();
            confirmed = confirmed() + count;
            Latencies wanted = latencies.get();
            for (int i = 0; wanted != null && i < count; i++) {
                wanted.add(now - begun[i]);
            }
        }
    }

    private void sendOne() {
        sent[next]++;
        // A failure makes the commit fail.
        var _ = producer.send(new ProducerRecord<>(topic, SenderKeys.key(next), messages.value(sent[next], 0)));
        next = (next + 1) % load.senders();
    }

    @Override
    public long confirmed() {
        return confirmed;
    }

    @Override
    public void time(Latencies kept) {
        latencies.set(kept);
    }

    @Override
    public void throwIfFailed() throws Exception {
        if (task.isDone()) {
            task.get();
        }
    }

    @Override
    public long[] finish() throws Exception {
        stopped = true;
        task.get();
        return sent.clone();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
    }
}
