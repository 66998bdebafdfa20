package io.sluice.gateway.delivery;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Filter;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.config.DeliverySettings;
import io.sluice.gateway.delivery.CatchUp.Request;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.kafka.KafkaClients;
import io.sluice.gateway.kafka.TopicCatalog;
import io.sluice.gateway.latency.LatencyCounts;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads Kafka for every session of this gateway: each partition's tail once, older records by a few catch-up readers
 * that take along all cursors they pass. Except where said, on the event loop's thread.
 */
public final class DeliveryService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryService.class);
    private static final int TAIL_RECORDS = 2000;
    private static final int CATCH_UP_RECORDS = 500;
    /** What is behind the tail is there: nothing is worth waiting for, and a range near a partition's end must not wait for what is not there. */
    private static final int CATCH_UP_WAIT_MILLIS = 10;
    private static final long RETRY_PAUSE = 1_000_000_000L;
    /** Readers whose lag is looked at in one go: with more, their partitions take turns. */
    private static final int LAG_READERS = 50_000;

    private final EventLoop loop;
    private final TopicCatalog catalog;
    private final DeliverySettings settings;
    private final DeliveryCounters counters = new DeliveryCounters(InstantSource.system());
    private final Turns turns;
    private final CatchUp catchUp;
    private final TopicWatch watch;
    private final TailReader tail;
    private final List<CatchUpReader> catchUpReaders = new ArrayList<>();
    private final Map<TopicPartition, PartitionFeed> feeds = new HashMap<>();
    /** The one whose lag was measured longest ago first. */
    private final Deque<PartitionFeed> byLagAge = new ArrayDeque<>();
    /** Those whose topics were made anew and whose places are not known yet. */
    private final Set<PartitionFeed> renewed = new HashSet<>();
    private final FeedHost host = new FeedHost();

    /** Starts the readers' threads. Callable from any thread. */
    public DeliveryService(
            EventLoop loop,
            KafkaClients clients,
            TopicCatalog catalog,
            DeliverySettings settings,
            ThreadFactory threads) {
        this.loop = loop;
        this.catalog = catalog;
        this.settings = settings;
        this.turns = new Turns(loop::schedule, loop::now,
                new CatchUpPace(settings.tailDelay().toNanos(), settings.catchUpRate()));
        this.catchUp = new CatchUp(turns, settings.cacheBytes());
        this.watch = new TopicWatch(loop, catalog, settings.topicRefresh().toNanos(), new WatchEvents());
        this.tail = new TailReader(clients.consumer("sluice-tail", TAIL_RECORDS), new TailEvents(), threads);
        for (int i = 0; i < settings.catchUpReaders(); i++) {
            CatchUpReader reader = new CatchUpReader(
                    clients.consumer("sluice-catch-up-" + i, CATCH_UP_RECORDS, CATCH_UP_WAIT_MILLIS),
                    new CatchUpEvents(), threads);
            catchUpReaders.add(reader);
            catchUp.addReader(reader);
        }
    }

    /** From records' timestamps to when they were given to readers that waited at the tail. Callable from any thread. */
    public LatencyCounts latencies() {
        return counters.latencies();
    }

    /** What was read and delivered so far. Callable from any thread. */
    public DeliveryStatistics statistics() {
        return counters.statistics();
    }

    /**
     * Begins to read.
     *
     * @param start offset of the first record wanted
     * @param filter the records wanted
     */
    public Cursor open(TopicPartition partition, long start, Filter filter, RecordSink sink) {
        return open(partition, start, filter, sink, false);
    }

    /**
     * As the other.
     *
     * @param paused true to read nothing for it until {@link Cursor#resume}
     */
    Cursor open(TopicPartition partition, long start, Filter filter, RecordSink sink, boolean paused) {
        PartitionFeed feed = feeds.computeIfAbsent(partition, this::newFeed);
        return feed.open(start, RecordFilter.of(filter), sink, paused);
    }

    private PartitionFeed newFeed(TopicPartition partition) {
        PartitionFeed feed = new PartitionFeed(partition, settings.ringBytes(), host);
        byLagAge.add(feed);
        return feed;
    }

    TopicWatch watch() {
        return watch;
    }

    /**
     * Offsets from the next record of each reader to its partition's end, of all readers together. Asked once a second it is
     * seconds old where there are very many.
     */
    public long lag() {
        int readers = 0;
        for (int left = byLagAge.size(); left > 0 && readers < LAG_READERS; left--) {
            PartitionFeed feed = byLagAge.remove();
            if (isServed(feed)) {
                feed.measureLag();
                readers += feed.readers();
                byLagAge.add(feed);
            }
        }
        return feeds.values().stream().mapToLong(PartitionFeed::lastLag).sum();
    }

    private boolean isServed(PartitionFeed feed) {
        return feeds.get(feed.partition()) == feed;
    }

    /** The tail begins where the partition ends now: whatever is older is catching up. */
    private void joinTail(PartitionFeed feed) {
        long asked = feed.epoch();
        Answers.toLoop(loop, catalog.endOffset(feed.partition()), end -> {
            if (isServed(feed) && feed.isRead() && feed.epoch() == asked) {
                readTail(feed, end);
            }
        }, failure -> {
            LOG.debug("Where {} ends is asked again", feed.partition(), failure);
            loop.schedule(RETRY_PAUSE, () -> {
                if (isServed(feed) && feed.isRead() && feed.epoch() == asked) {
                    joinTail(feed);
                }
            });
        });
    }

    private void readTail(PartitionFeed feed, long end) {
        tail.read(feed.partition(), end, feed.restart(end));
    }

    private final class FeedHost implements PartitionFeed.Host {
        @Override
        public Turns turns() {
            return turns;
        }

        @Override
        public CatchUp catchUp() {
            return catchUp;
        }

        @Override
        public DeliveryCounters counters() {
            return counters;
        }

        @Override
        public void onReading(PartitionFeed feed, boolean wanted) {
            if (wanted) {
                joinTail(feed);
            } else {
                tail.stop(feed.partition());
                feed.stop();
            }
        }

        @Override
        public void onIdle(PartitionFeed feed) {
            feeds.remove(feed.partition(), feed);
            catchUp.drop(feed);
        }
    }

    // Positions that are not there.

    /** Asks what is there, and tells those whose places are not. */
    private void findRange(PartitionFeed feed, Runnable then) {
        if (!isServed(feed) || renewed.contains(feed)) {
            then.run();
            return;
        }
        Answers.toLoop(loop, catalog.range(feed.partition()), range -> {
            if (isServed(feed)
                    && !renewed.contains(feed)
                    && !feed.onRange(range.earliest(), range.latest(), false)) {
                // Kafka is of two minds: a moment later it will not be.
                loop.schedule(RETRY_PAUSE / 4, then);
            } else {
                then.run();
            }
        }, failure -> loop.schedule(RETRY_PAUSE, () -> {
            findRange(feed, then);
        }));
    }

    private void onTailOutOfRange(TopicPartition partition, long epoch, long position) {
        PartitionFeed feed = feeds.get(partition);
        if (feed == null || feed.epoch() != epoch) {
            return;
        }
        LOG.warn("The end of {} is not at {} any more", partition, position);
        // Records of the ring that the partition lost are not delivered any more.
        feed.stop();
        catchUp.drop(feed);
        // If the topic was made anew, that is what is to be told, and once.
        watch.check(partition.topic(), () -> findRange(feed, () -> joinTailAgain(feed)));
    }

    /** Nothing is given to anyone that leaves something out: what is between is caught up with. */
    private void onGap(PartitionFeed feed, RecordRun run) {
        LOG.error("{} was read at {} although what came before ends at {}; its tail is joined anew", feed.partition(),
                run.start(), feed.ring().end());
        feed.stop();
        joinTailAgain(feed);
    }

    private void joinTailAgain(PartitionFeed feed) {
        if (isServed(feed) && feed.isRead() && feed.ring().isUnset() && !renewed.contains(feed)) {
            joinTail(feed);
        }
    }

    private void onMadeAnew(PartitionFeed feed) {
        renewed.add(feed);
        tail.stop(feed.partition());
        feed.stop();
        catchUp.drop(feed);
        Answers.toLoop(loop, catalog.range(feed.partition()), range -> {
            renewed.remove(feed);
            if (isServed(feed)) {
                feed.onRange(range.earliest(), range.latest(), true);
                joinTailAgain(feed);
            }
        }, failure -> loop.schedule(RETRY_PAUSE, () -> {
            renewed.remove(feed);
            if (isServed(feed)) {
                onMadeAnew(feed);
            }
        }));
    }

    /** Ends all reading of a topic, also where no stream watches it. */
    private void refuse(String topic, ErrorCode code, String reason) {
        watch.tellGone(topic, code, reason);
        for (PartitionFeed feed : List.copyOf(feeds.values())) {
            if (feed.partition().topic().equals(topic)) {
                feed.onRefused(code, reason);
            }
        }
    }

    private static String forbidden(String topic) {
        return "Kafka does not let this gateway read topic \"" + topic + "\"";
    }

    private final class WatchEvents implements TopicWatch.Events {
        @Override
        public void onMadeAnew(String topic, int partitions) {
            for (PartitionFeed feed : List.copyOf(feeds.values())) {
                if (!feed.partition().topic().equals(topic)) {
                    continue;
                }
                if (feed.partition().partition() < partitions) {
                    DeliveryService.this.onMadeAnew(feed);
                } else {
                    feed.onRefused(
                            ErrorCode.PARTITION_UNKNOWN,
                            "topic " + topic + " was made anew and has partitions 0 to " + (partitions - 1));
                }
            }
        }

        /** Where nothing is read, as everyone is paused, the end is asked for: operators want to see the lag grow. */
        @Override
        public void onRefresh() {
            List<TopicPartition> unread = feeds.values().stream()
                    .filter(feed -> feed.ring().isUnset())
                    .map(PartitionFeed::partition)
                    .toList();
            if (unread.isEmpty()) {
                return;
            }
            Answers.toLoop(loop, catalog.offsets(unread, OffsetSpec.latest()),
                    ends -> ends.forEach((partition, end) -> {
                        PartitionFeed feed = feeds.get(partition);
                        if (feed != null) {
                            feed.onEnd(end);
                        }
                    }), failure -> LOG.debug("Where {} end is not known now", unread, failure));
        }
    }

    private final class TailEvents implements TailReader.Listener {
        @Override
        public void onTail(Map<TopicPartition, TailReader.Batch> batches, Runnable done) {
            batches.values().forEach(batch -> counters.onTail(batch.run().size(), batch.run().messageBytes()));
            long readAt = loop.now();
            loop.execute(() -> {
                turns.onTailRead(readAt);
                batches.forEach((partition, batch) -> {
                    PartitionFeed feed = feeds.get(partition);
                    if (feed != null && !feed.onTail(batch.epoch(), batch.run())) {
                        onGap(feed, batch.run());
                    }
                });
                done.run();
            });
        }

        @Override
        public void onOutOfRange(TopicPartition partition, long epoch, long position) {
            loop.execute(() -> onTailOutOfRange(partition, epoch, position));
        }

        @Override
        public void onForbidden(String topic, String reason) {
            loop.execute(() -> refuse(topic, ErrorCode.TOPIC_FORBIDDEN, forbidden(topic)));
        }

        @Override
        public void onInvalid(String topic, String reason) {
            loop.execute(() -> refuse(topic, ErrorCode.TOPIC_UNKNOWN, reason));
        }
    }

    private final class CatchUpEvents implements CatchUpReader.Listener {
        @Override
        public void onRun(Request request, RecordRun run) {
            counters.onCatchUp(run.size(), run.messageBytes());
            loop.execute(() -> catchUp.onRun(request, run));
        }

        @Override
        public void onFailed(Request request, String reason) {
            loop.execute(() -> catchUp.onNothing(request));
        }

        @Override
        public void onOutOfRange(Request request) {
            String topic = request.partition().topic();
            loop.execute(() -> watch.check(
                    topic, () -> findRange(request.feed(), () -> catchUp.onNothing(request))));
        }

        @Override
        public void onForbidden(Request request, String reason) {
            loop.execute(() -> {
                String topic = request.partition().topic();
                refuse(topic, ErrorCode.TOPIC_FORBIDDEN, forbidden(topic));
                catchUp.onNothing(request);
            });
        }

        @Override
        public void onInvalid(Request request, String reason) {
            loop.execute(() -> {
                refuse(request.partition().topic(), ErrorCode.TOPIC_UNKNOWN, reason);
                catchUp.onNothing(request);
            });
        }
    }

    /** Stops the readers. Callable from any thread. */
    @Override
    public void close() {
        loop.execute(watch::close);
        tail.close();
        for (CatchUpReader reader : catchUpReaders) {
            reader.close();
        }
    }
}
