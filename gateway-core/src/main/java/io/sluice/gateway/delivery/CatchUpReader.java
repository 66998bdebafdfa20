package io.sluice.gateway.delivery;

import io.sluice.gateway.delivery.CatchUp.Request;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads older records for cursors behind the tail: one request, one run. One of a few, each with a thread. */
final class CatchUpReader implements CatchUp.Reader, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CatchUpReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long ERROR_PAUSE_MILLIS = 500;

    private final Consumer<byte[], byte[]> consumer;
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final Listener listener;
    private final Thread thread;
    private volatile boolean closed;
    /** Where the consumer stands, so that reading on in one partition keeps what was fetched ahead. */
    private @Nullable TopicPartition partition;
    private long position;

    /** Told of what was read, on the reader's thread. */
    interface Listener {
        void onRun(Request request, RecordRun run);

        /** Kafka did not answer; who waits goes on waiting. */
        void onFailed(Request request, String reason);

        void onOutOfRange(Request request);

        void onForbidden(Request request, String reason);

        void onInvalid(Request request, String reason);
    }

    CatchUpReader(Consumer<byte[], byte[]> consumer, Listener listener, ThreadFactory threads) {
        this.consumer = consumer;
        this.listener = listener;
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    @Override
    public void read(Request request) {
        requests.add(request);
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
        try {
            listener.onRun(request, read(request.partition(), request.offset()));
            return;
        } catch (OffsetOutOfRangeException e) {
            listener.onOutOfRange(request);
        } catch (TopicAuthorizationException e) {
            listener.onForbidden(request, String.valueOf(e.getMessage()));
        } catch (InvalidTopicException e) {
            listener.onInvalid(request, String.valueOf(e.getMessage()));
        } catch (WakeupException e) {
            LOG.trace("A catch-up reader was woken to stop");
        } catch (KafkaException e) {
            LOG.debug("Reading {} from offset {} failed", request.partition(), request.offset(), e);
            Thread.sleep(ERROR_PAUSE_MILLIS);
            listener.onFailed(request, String.valueOf(e.getMessage()));
        }
        partition = null;
    }

    private RecordRun read(TopicPartition from, long offset) {
        if (!from.equals(partition) || offset != position) {
            if (!Objects.equals(from, partition)) {
                consumer.assign(List.of(from));
            }
            consumer.seek(from, offset);
        }
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        OffsetAndMetadata after = polled.nextOffsets().get(from);
        partition = from;
        position = after == null ? offset : after.offset();
        return new RecordRun(offset, position, polled.records(from).stream().map(FetchedRecord::of).toList());
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
