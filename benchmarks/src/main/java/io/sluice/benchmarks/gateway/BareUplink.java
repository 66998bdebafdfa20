package io.sluice.benchmarks.gateway;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Kafka's own transactional producer; all that may wait for its confirmation is one transaction. */
final class BareUplink implements Uplink {
    private final String topic;
    private final NumberedRecords messages;
    private final Load load;
    private final long[] sent;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Latencies> latencies = new AtomicReference<>();
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
        for (int sender = 0; !stopped;) {
            producer.beginTransaction();
            for (int count = 0; count < begun.length; count++) {
                begun[count] = System.nanoTime();
                sent[sender]++;
                // A failure makes the commit fail.
                var _ = producer.send(new ProducerRecord<>(topic, SenderKeys.key(sender),
                        messages.value(sent[sender], 0)));
                sender = (sender + 1) % load.senders();
            }
            producer.commitTransaction();
            long now = System.nanoTime();
            confirmed = confirmed() + begun.length;
            Latencies wanted = latencies.get();
            if (wanted != null) {
                for (long each : begun) {
                    wanted.add(now - each);
                }
            }
        }
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
