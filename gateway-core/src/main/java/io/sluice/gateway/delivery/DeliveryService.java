package io.sluice.gateway.delivery;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Filter;
import io.sluice.gateway.delivery.CatchUpReader.Request;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.kafka.KafkaClients;
import io.sluice.gateway.kafka.TopicCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads Kafka for every session of this gateway: each partition's tail once, older records by a few catch-up readers
 * that serve all cursors at one place with one read. Except where said, on the event loop's thread.
 */
public final class DeliveryService implements AutoCloseable {
    private static final int CATCH_UP_READERS = 2;
    private static final int TAIL_RECORDS = 2000;
    private static final int CATCH_UP_RECORDS = 1000;
    private static final long RETRY_PAUSE = 1_000_000_000L;

    private final EventLoop loop;
    private final TopicCatalog catalog;
    private final long ringBytes;
    private final TailReader tail;
    private final List<CatchUpReader> catchUpReaders = new ArrayList<>();
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final Map<TopicPartition, PartitionFeed> feeds = new HashMap<>();
    private final Map<Request, List<Cursor>> waiting = new HashMap<>();

    /** Starts the readers' threads. Callable from any thread. */
    public DeliveryService(
            EventLoop loop, KafkaClients clients, TopicCatalog catalog, long ringBytes, ThreadFactory threads) {
        this.loop = loop;
        this.catalog = catalog;
        this.ringBytes = ringBytes;
        this.tail = new TailReader(clients.consumer("sluice-tail", TAIL_RECORDS), new TailEvents(), threads);
        for (int i = 0; i < CATCH_UP_READERS; i++) {
            catchUpReaders.add(new CatchUpReader(
                    clients.consumer("sluice-catch-up-" + i, CATCH_UP_RECORDS),
                    requests,
                    new CatchUpEvents(),
                    threads));
        }
    }

    /**
     * Begins to read.
     *
     * @param start offset of the first record wanted
     * @param filter the records wanted
     */
    public Cursor open(TopicPartition partition, long start, Filter filter, RecordSink sink) {
        PartitionFeed feed = feeds.get(partition);
        if (feed == null) {
            feed = new PartitionFeed(partition, ringBytes, this);
            feeds.put(partition, feed);
            joinTail(feed);
        }
        return feed.open(start, filter, sink);
    }

    /** The tail begins where the partition ends now: whatever is older is catching up. */
    private void joinTail(PartitionFeed feed) {
        TopicPartition partition = feed.partition();
        Answers.toLoop(loop, catalog.endOffset(partition), end -> {
            if (feeds.get(partition) == feed && feed.ring().isUnset()) {
                feed.onTail(new RecordBatch(end, end, List.of()));
                tail.read(partition, end);
            }
        }, failure -> loop.schedule(RETRY_PAUSE, () -> {
            if (feeds.get(partition) == feed) {
                joinTail(feed);
            }
        }));
    }

    void execute(Runnable task) {
        loop.execute(task);
    }

    void requestCatchUp(PartitionFeed feed, Cursor cursor) {
        Request request = new Request(feed.partition(), cursor.next());
        List<Cursor> others = waiting.get(request);
        if (others != null) {
            others.add(cursor);
            return;
        }
        List<Cursor> first = new ArrayList<>();
        first.add(cursor);
        waiting.put(request, first);
        requests.add(request);
    }

    void onFeedIdle(PartitionFeed feed) {
        feeds.remove(feed.partition());
        tail.stop(feed.partition());
    }

    private void reportRange(TopicPartition partition, long position) {
        Answers.toLoop(loop, catalog.range(partition), range -> {
            PartitionFeed feed = feeds.get(partition);
            if (feed != null) {
                onOutOfRange(feed, position, range);
            }
        }, failure -> refuse(partition, "its range is unknown: " + failure.getMessage()));
    }

    private void onOutOfRange(PartitionFeed feed, long position, TopicCatalog.Range range) {
        List<Cursor> interrupted = new ArrayList<>();
        waiting.entrySet().removeIf(entry -> {
            boolean same = entry.getKey().partition().equals(feed.partition());
            if (same) {
                interrupted.addAll(entry.getValue());
            }
            return same;
        });
        feed.onGone(position, range.earliest(), range.latest());
        if (!feed.isIdle()) {
            feed.ring().restart(range.latest());
            tail.read(feed.partition(), range.latest());
        }
        for (Cursor cursor : interrupted) {
            cursor.onBatch(new RecordBatch(cursor.next(), cursor.next(), List.of()));
        }
    }

    private void refuse(TopicPartition partition, String reason) {
        loop.execute(() -> {
            PartitionFeed feed = feeds.get(partition);
            if (feed != null) {
                feed.onRefused(reason);
            }
        });
    }

    private final class TailEvents implements TailReader.Listener {
        @Override
        public void onTail(Map<TopicPartition, RecordBatch> batches, Runnable done) {
            loop.execute(() -> {
                batches.forEach((partition, batch) -> {
                    PartitionFeed feed = feeds.get(partition);
                    if (feed != null) {
                        feed.onTail(batch);
                    }
                });
                done.run();
            });
        }

        @Override
        public void onOutOfRange(TopicPartition partition, long position) {
            reportRange(partition, position);
        }

        @Override
        public void onRefused(TopicPartition partition, String reason) {
            refuse(partition, reason);
        }
    }

    private final class CatchUpEvents implements CatchUpReader.Listener {
        @Override
        public void onBatch(Request request, RecordBatch batch) {
            loop.execute(() -> {
                List<Cursor> cursors = waiting.remove(request);
                if (cursors != null) {
                    for (Cursor cursor : cursors) {
                        cursor.onBatch(batch);
                    }
                }
            });
        }

        @Override
        public void onFailed(Request request) {
            loop.schedule(RETRY_PAUSE / 4, () -> {
                List<Cursor> cursors = waiting.remove(request);
                if (cursors != null) {
                    for (Cursor cursor : cursors) {
                        cursor.onBatch(new RecordBatch(cursor.next(), cursor.next(), List.of()));
                    }
                }
            });
        }

        @Override
        public void onOutOfRange(TopicPartition partition, long position) {
            reportRange(partition, position);
        }

        @Override
        public void onRefused(TopicPartition partition, String reason) {
            refuse(partition, reason);
        }
    }

    /** Stops the readers. Callable from any thread. */
    @Override
    public void close() {
        tail.close();
        for (CatchUpReader reader : catchUpReaders) {
            reader.close();
        }
    }
}
