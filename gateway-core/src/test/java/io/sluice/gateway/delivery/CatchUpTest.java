package io.sluice.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.delivery.CatchUp.Request;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** How readers are shared among partitions. */
class CatchUpTest {
    private final Deque<Runnable> loop = new ArrayDeque<>();
    private final Turns turns = new Turns(
            (delay, task) -> loop.add(task), System::nanoTime, new CatchUpPace(Long.MAX_VALUE, 1L << 40));
    private final CatchUp catchUp = new CatchUp(turns, 1 << 20);
    private final DeliveryCounters counters = new DeliveryCounters(InstantSource.system());
    private final Deque<Request> requests = new ArrayDeque<>();

    private final PartitionFeed.Host host = new PartitionFeed.Host() {
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
        public void onReading(PartitionFeed feed, boolean wanted) {}

        @Override
        public void onIdle(PartitionFeed feed) {
            catchUp.drop(feed);
        }
    };

    private final List<Long> taken = new ArrayList<>();
    private int room = Integer.MAX_VALUE;

    private final RecordSink taker = new RecordSink() {
        @Override
        public boolean offer(FetchedRecord record) {
            if (room == 0) {
                return false;
            }
            room--;
            taken.add(record.offset());
            return true;
        }

        @Override
        public void onPositionGone(int partition, long position, long earliest, long latest) {}

        @Override
        public void onReadRefused(int partition, ErrorCode code, String reason) {}
    };

    private PartitionFeed feed(int partition) {
        PartitionFeed feed = new PartitionFeed(new TopicPartition("orders", partition), 1 << 20, host);
        feed.restart(1_000_000);
        return feed;
    }

    private void runLoop() {
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
    }

    /** Answers with runs of ten offsets; returns the partitions in the order they were read. */
    private List<Integer> serve(int runs) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            Request request = requests.remove();
            order.add(request.partition().partition());
            catchUp.onRun(request, new RecordRun(
                    request.offset(), request.offset() + 10, List.of(FakeLog.record(request.offset(), "k", "v"))));
            runLoop();
        }
        return order;
    }

    @Test
    void aPartitionWithManyReadersDoesNotKeepTheOthersWaiting() {
        catchUp.addReader(requests::add);
        PartitionFeed busy = feed(0);
        PartitionFeed quiet = feed(1);
        for (int i = 0; i < 1000; i++) {
            busy.open(i * 500L, new RecordFilter.All(), taker, false);
        }
        quiet.open(7, new RecordFilter.All(), taker, false);
        runLoop();

        List<Integer> order = serve(10 * CatchUp.SWEEP);
        assertThat(order.indexOf(1)).isLessThanOrEqualTo(CatchUp.SWEEP);
        assertThat(order.stream().filter(each -> each == 1).count()).isGreaterThanOrEqualTo(3L * CatchUp.SWEEP);
    }

    @Test
    void noMoreIsReadThanReadersCanHandOver() {
        catchUp.addReader(requests::add);
        catchUp.addReader(requests::add);
        for (int i = 0; i < 20; i++) {
            feed(i).open(0, new RecordFilter.All(), taker, false);
        }
        runLoop();
        assertThat(requests).hasSize(2);

        Request first = requests.remove();
        catchUp.onRun(first, new RecordRun(0, 10, List.of(FakeLog.record(0, "k", "v"))));
        assertThat(requests).as("the run was not taken yet").hasSize(1);
        runLoop();
        assertThat(requests).hasSize(2);
    }

    /** Answers with a run of ten offsets that has two records. */
    private void serveTwo() {
        Request request = requests.remove();
        long at = request.offset();
        catchUp.onRun(request, new RecordRun(at, at + 10,
                List.of(FakeLog.record(at, "k", "v"), FakeLog.record(at + 5, "k", "v"))));
        runLoop();
    }

    private List<Long> offsetsAsked() {
        return requests.stream().map(Request::offset).toList();
    }

    @Test
    void whileARunIsTakenTheNextOneIsReadAndNoneAfterIt() {
        catchUp.addReader(requests::add);
        catchUp.addReader(requests::add);
        room = 1;
        Cursor cursor = feed(0).open(0, new RecordFilter.All(), taker, false);
        runLoop();
        serveTwo();
        assertThat(offsetsAsked()).as("ahead").containsExactly(10L);
        serveTwo();
        assertThat(requests).as("one run, and no more").isEmpty();

        room = 2;
        cursor.wakeUp();
        runLoop();
        assertThat(taken).containsExactly(0L, 5L, 10L);
        assertThat(offsetsAsked()).as("what was read is in use").containsExactly(20L);
        room = Integer.MAX_VALUE;
        cursor.wakeUp();
        runLoop();
        assertThat(cursor.next()).as("waits for what is on its way").isEqualTo(20);
        assertThat(offsetsAsked()).as("asked for once").containsExactly(20L);
        serveTwo();
        assertThat(taken).containsExactly(0L, 5L, 10L, 15L, 20L, 25L);
    }

    @Test
    void readingAheadKeepsNobodyWaiting() {
        catchUp.addReader(requests::add);
        room = 1;
        feed(0).open(0, new RecordFilter.All(), taker, false);
        runLoop();
        serveTwo();
        serveTwo();
        feed(1).open(7, new RecordFilter.All(), taker, false);
        runLoop();
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.partition().partition()).isEqualTo(1);
            assertThat(request.offset()).isEqualTo(7);
        });
    }

    @Test
    void nothingIsReadAheadForThePausedNorOfAPartitionThatWasDropped() {
        catchUp.addReader(requests::add);
        room = 1;
        PartitionFeed feed = feed(0);
        Cursor cursor = feed.open(0, new RecordFilter.All(), taker, false);
        runLoop();
        Request first = requests.remove();
        cursor.pause();
        catchUp.onRun(first, new RecordRun(0, 10, List.of(FakeLog.record(0, "k", "v"))));
        runLoop();
        assertThat(requests).isEmpty();

        cursor.resume();
        runLoop();
        serveTwo();
        serveTwo();
        catchUp.drop(feed);
        assertThat(catchUp.cached(feed.partition(), 22)).as("another topic of this name has other records").isNull();
    }

    @Test
    void whatNobodyUsedIsForgottenAfterAWhile() {
        catchUp.addReader(requests::add);
        room = 1;
        PartitionFeed feed = feed(0);
        feed.open(0, new RecordFilter.All(), taker, false);
        runLoop();
        serveTwo();
        serveTwo();
        room = Integer.MAX_VALUE;
        feed(1).open(0, new RecordFilter.All(), taker, false);
        runLoop();
        serve(CatchUp.SWEEP);
        assertThat(catchUp.cached(feed.partition(), 12)).isNull();
    }

    @Test
    void theCacheKeepsWhatWasUsedLastWithinItsBytes() {
        RunCache cache = new RunCache(5_000);
        TopicPartition partition = new TopicPartition("orders", 0);
        for (int i = 0; i < 100; i++) {
            cache.put(partition, new RecordRun(i, i + 1, List.of(FakeLog.record(i, "k", "v"))));
            assertThat(cache.bytes()).isLessThanOrEqualTo(5_000);
            assertThat(cache.runAt(partition, 0)).as("used again and again").isNotNull();
        }
        assertThat(cache.runAt(partition, 99)).isNotNull();
        assertThat(cache.runAt(partition, 50)).isNull();
        cache.drop(partition);
        assertThat(cache.bytes()).isZero();
    }
}
