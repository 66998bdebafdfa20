package io.sluice.gateway.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads older records for cursors behind the tail: one request, one batch. One of a few, each with a thread. */
final class CatchUpReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CatchUpReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long ERROR_PAUSE_MILLIS = 200;

    private final Consumer<byte[], byte[]> consumer;
    private final BlockingQueue<Request> requests;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean closed;
    /** Where the consumer stands, so that reading on in one partition keeps what was fetched ahead. */
    private @Nullable Request prepared;

    /** One place to read from. */
    record Request(TopicPartition partition, long offset) {}

    /** Told of what was read, on the reader's thread. */
    interface Listener {
        void onBatch(Request request, RecordBatch batch);

        /** Kafka did not answer; the request may be made again. */
        void onFailed(Request request);

        void onOutOfRange(TopicPartition partition, long position);

        void onRefused(TopicPartition partition, String reason);
    }

    CatchUpReader(
            Consumer<byte[], byte[]> consumer,
            BlockingQueue<Request> requests,
            Listener listener,
            ThreadFactory threads) {
        this.consumer = consumer;
        this.requests = requests;
        this.listener = listener;
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                Request request = requests.poll(1, TimeUnit.SECONDS);
                if (request != null) {
                    serve(request);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("A catch-up reader was interrupted", e);
        } finally {
            consumer.close();
        }
    }

    private void serve(Request request) throws InterruptedException {
        TopicPartition partition = request.partition();
        try {
            if (!request.equals(prepared)) {
                consumer.assign(List.of(partition));
                consumer.seek(partition, request.offset());
            }
            prepared = null;
            List<ConsumerRecord<byte[], byte[]>> records = List.copyOf(consumer.poll(POLL).records(partition));
            long end = consumer.position(partition, POLL);
            if (end == request.offset() && isBeyondEnd(partition, end)) {
                listener.onOutOfRange(partition, end);
            } else {
                prepared = new Request(partition, end);
                listener.onBatch(request, new RecordBatch(request.offset(), end, records));
            }
        } catch (OffsetOutOfRangeException e) {
            listener.onOutOfRange(partition, request.offset());
        } catch (AuthorizationException | InvalidTopicException e) {
            listener.onRefused(partition, String.valueOf(e.getMessage()));
        } catch (WakeupException e) {
            LOG.trace("A catch-up reader was woken to stop");
        } catch (KafkaException e) {
            LOG.warn("Reading {} from offset {} failed: {}", partition, request.offset(), e.toString());
            listener.onFailed(request);
            Thread.sleep(ERROR_PAUSE_MILLIS);
        }
    }

    private boolean isBeyondEnd(TopicPartition partition, long position) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(partition), POLL);
        return position > ends.getOrDefault(partition, Long.MAX_VALUE);
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
