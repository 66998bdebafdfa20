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

    private final RecordSink taker = new RecordSink() {
        @Override
        public boolean offer(FetchedRecord record) {
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
