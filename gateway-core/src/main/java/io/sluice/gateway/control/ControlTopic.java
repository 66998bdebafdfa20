package io.sluice.gateway.control;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.gateway.kafka.KafkaClients;
import io.sluice.gateway.kafka.RecordWriter;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic of control: writes to it, and reads all of it on a thread of its own, first what is there and then what comes.
 */
final class ControlTopic implements ControlLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlTopic.class);
    private static final String STATE = "state/";
    private static final String COMMAND = "command/";
    private static final String STEER = "steer/";
    private static final String STEERED = "steered/";
    private static final Duration POLL = Duration.ofSeconds(1);
    /** Compaction may have left nothing before the end: that shows in the position alone. */
    private static final Duration CATCH_UP_POLL = Duration.ofMillis(50);
    private static final long ERROR_PAUSE_MILLIS = 200;

    private final TopicPartition topic;
    private final Jsonb jsonb;
    private final RecordWriter writer;
    private final Consumer<byte[], byte[]> consumer;
    private final EventLoop loop;
    private final Thread thread;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile @Nullable Listeners listeners;
    private volatile boolean closed;
    private boolean failing;

    private record Listeners(ControlService renderers, StreamSteering streams) {}

    /**
     * @param writer stays the caller's
     * @param consumer for this object alone; closed with it
     */
    ControlTopic(String topic, Jsonb jsonb, RecordWriter writer, Consumer<byte[], byte[]> consumer, EventLoop loop,
            ThreadFactory threads) {
        this.topic = new TopicPartition(topic, 0);
        this.jsonb = jsonb;
        this.writer = writer;
        this.consumer = consumer;
        this.loop = loop;
        this.thread = threads.newThread(this::run);
    }

    /** Begins to read. Those who listen are told on the event loop's thread. */
    void start(ControlService renderers, StreamSteering streams) {
        listeners = new Listeners(renderers, streams);
        thread.start();
    }

    /** Waits until what was in the topic at the start is with those who listen. Blocks. */
    void awaitCaughtUp() throws InterruptedException {
        caughtUp.await();
    }

    // Writing.

    @Override
    public CompletableFuture<Long> writeState(String renderer, @Nullable RendererRecord record) {
        return write(STATE + renderer, record);
    }

    @Override
    public CompletableFuture<Long> writeCommand(String renderer, @Nullable CommandRecord record) {
        return write(COMMAND + renderer, record);
    }

    @Override
    public CompletableFuture<Long> writeSteer(String session, @Nullable SteerRecord record) {
        return write(STEER + session, record);
    }

    @Override
    public CompletableFuture<Long> writeSteered(String session, @Nullable SteeredRecord record) {
        return write(STEERED + session, record);
    }

    private CompletableFuture<Long> write(String key, @Nullable Object record) {
        byte[] value = record == null ? null : jsonb.toJson(record).getBytes(StandardCharsets.UTF_8);
        return writer.write(new ProducerRecord<>(
                topic.topic(), topic.partition(), key.getBytes(StandardCharsets.UTF_8), value))
                .thenApply(RecordMetadata::offset);
    }

    // Reading.

    private void run() {
        try {
            long end = begin();
            while (!closed) {
                try {
                    if (caughtUp.getCount() > 0 && consumer.position(topic) >= end) {
                        loop.execute(() -> {
                            told().renderers().onCaughtUp();
                            told().streams().onCaughtUp();
                        });
                        caughtUp.countDown();
                    }
                    turn(caughtUp.getCount() > 0 ? CATCH_UP_POLL : POLL);
                } catch (WakeupException e) {
                    LOG.trace("The reader of {} was woken", topic);
                } catch (OffsetOutOfRangeException e) {
                    LOG.warn("{} begins anew: {}", topic, e.toString());
                    consumer.seekToBeginning(List.of(topic));
                } catch (InterruptException e) {
                    throw e;
                } catch (KafkaException e) {
                    onFailure(e);
                }
            }
        } catch (InterruptedException | InterruptException e) {
            // Interrupted, the consumer would not close.
            LOG.debug("The reader of {} is told to stop, interrupted again: {}", topic, Thread.interrupted());
        } finally {
            consumer.close(KafkaClients.AT_ONCE);
        }
    }

    /** Goes to the beginning; returns where the topic ends now. */
    private long begin() throws InterruptedException {
        List<TopicPartition> only = List.of(topic);
        consumer.assign(only);
        while (true) {
            try {
                consumer.seekToBeginning(only);
                return consumer.endOffsets(only).getOrDefault(topic, 0L);
            } catch (WakeupException e) {
                LOG.trace("The reader of {} was woken", topic);
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                onFailure(e);
            }
            if (closed) {
                throw new InterruptedException();
            }
        }
    }

    private void onFailure(KafkaException e) throws InterruptedException {
        if (!failing) {
            failing = true;
            LOG.warn("{} cannot be read now; trying again until it can: {}", topic, e.toString());
        }
        Thread.sleep(ERROR_PAUSE_MILLIS);
    }

    private void turn(Duration patience) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
        failing = false;
        if (!records.isEmpty()) {
            List<Runnable> changes = records.records(topic).stream().map(this::read).toList();
            loop.execute(() -> changes.forEach(Runnable::run));
        }
    }

    private Runnable read(ConsumerRecord<byte[], byte[]> record) {
        try {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            byte[] value = record.value();
            String json = value == null ? null : new String(value, StandardCharsets.UTF_8);
            if (key.startsWith(STATE)) {
                String name = key.substring(STATE.length());
                RendererRecord state = json == null ? null : jsonb.fromJson(json, RendererRecord.class);
                check(state == null || state.schema() == RendererRecord.SCHEMA, key);
                return () -> told().renderers().onState(name, state);
            }
            if (key.startsWith(COMMAND)) {
                String name = key.substring(COMMAND.length());
                long id = Commands.id(record.offset());
                CommandRecord command = json == null ? null : jsonb.fromJson(json, CommandRecord.class);
                check(command == null || command.schema() == CommandRecord.SCHEMA, key);
                return () -> told().renderers().onCommand(name, id, command);
            }
            if (key.startsWith(STEER)) {
                String session = key.substring(STEER.length());
                SteerRecord wanted = json == null ? null : jsonb.fromJson(json, SteerRecord.class);
                check(wanted == null || (wanted.schema() == SteerRecord.SCHEMA && wanted.isKnown()), key);
                return () -> told().streams().onSteer(session, wanted);
            }
            if (key.startsWith(STEERED)) {
                String session = key.substring(STEERED.length());
                SteeredRecord done = json == null ? null : jsonb.fromJson(json, SteeredRecord.class);
                check(done == null || done.schema() == SteeredRecord.SCHEMA, key);
                return () -> told().streams().onSteered(session, done);
            }
            throw new IllegalArgumentException("an unknown key: " + key);
        } catch (JsonbException | IllegalArgumentException | NullPointerException e) {
            LOG.warn("{} at {} is left out: {}", topic, record.offset(), e.toString());
            return () -> {
            };
        }
    }

    private static void check(boolean known, String key) {
        if (!known) {
            throw new IllegalArgumentException("a newer form of " + key);
        }
    }

    private Listeners told() {
        Listeners all = listeners;
        if (all == null) {
            throw new IllegalStateException("not started");
        }
        return all;
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        if (!thread.isAlive()) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
