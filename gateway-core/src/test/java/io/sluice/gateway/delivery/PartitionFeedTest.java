package io.sluice.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.gateway.delivery.FakeDelivery.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How readers share a partition. */
class PartitionFeedTest {
    private static final int MUCH = 1 << 20;

    private final FakeDelivery delivery = new FakeDelivery(MUCH, MUCH, 2);

    private static RecordFilter key(String key) {
        return new RecordFilter.Key(new RecordKey(key.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private void append(String key, int count) {
        for (int i = 0; i < count; i++) {
            delivery.log.append(key);
        }
    }

    @Test
    void readersOfOtherKeysAreNotTouchedByARecord() {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            readers.add(delivery.open(0, key("key " + i)));
        }
        delivery.settle(100);
        long before = delivery.turns().taken();

        append("key 500", 50);
        append("key of nobody", 50);
        delivery.settle(1000);

        assertThat(delivery.turns().taken() - before).isEqualTo(1);
        assertThat(readers.get(500).taken).isEqualTo(range(0, 50));
        assertThat(readers).allSatisfy(reader -> {
            assertThat(reader.cursor.next()).isEqualTo(100);
            assertThat(reader.cursor.lag()).isZero();
        });
    }

    @Test
    void aThousandReadersOfOldPlacesAreServedByFewReads() {
        append("k", 4_000);
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            readers.add(delivery.open(i * 1_009 % 4_000, new RecordFilter.All()));
        }
        delivery.settle(100);

        for (int i = 0; i < 1000; i++) {
            assertThat(readers.get(i).taken.equals(range(i * 1_009 % 4_000, 4_000))).isTrue();
        }
        // Read alone, each from its place to the end, they would take 20,000 reads of 100.
        assertThat(delivery.statistics().catchUpReads()).isLessThan(400);
    }

    @Test
    void aReaderWithoutCreditKeepsNothingButItsPlace() {
        append("k", 5_000);
        FakeDelivery tight = new FakeDelivery(20_000, 20_000, 1);
        for (int i = 0; i < 5_000; i++) {
            tight.log.append("k");
        }
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            readers.add(tight.open(i * 40L, new RecordFilter.All(), 1));
        }
        tight.settle(50);

        assertThat(readers).allSatisfy(reader -> assertThat(reader.taken).hasSize(1));
        assertThat(tight.catchUp().cachedBytes()).isLessThanOrEqualTo(20_000);
        assertThat(tight.feed.ring().bytes()).isLessThanOrEqualTo(20_000);
        assertThat(tight.requests).isEmpty();
    }

    @Test
    void nothingIsReadForThosePaused() {
        append("k", 1_000);
        Reader reader = delivery.open(0, new RecordFilter.All(), 10);
        Reader other = delivery.open(500, new RecordFilter.All(), 10);
        delivery.settle(100);
        reader.cursor.pause();
        assertThat(delivery.tailWanted).isTrue();
        other.cursor.pause();

        assertThat(delivery.tailWanted).isFalse();
        assertThat(delivery.feed.ring().isUnset()).isTrue();
        append("k", 1_000);
        long reads = delivery.statistics().catchUpReads();
        reader.give(Long.MAX_VALUE);
        delivery.settle(100);
        assertThat(delivery.statistics().catchUpReads()).isEqualTo(reads);
        assertThat(reader.taken).isEqualTo(range(0, 10));
        assertThat(reader.cursor.next()).isEqualTo(10);

        reader.cursor.resume();
        delivery.settle(100);
        assertThat(reader.taken).isEqualTo(range(0, 2_000));
        assertThat(other.taken).isEqualTo(range(500, 510));
    }

    @Test
    void aRequestOfAPausedReaderIsCalledOff() {
        append("k", 1_000);
        Reader first = delivery.open(0, new RecordFilter.All());
        delivery.open(900, new RecordFilter.All(), 0);
        delivery.joinTail();
        delivery.turn();
        delivery.turn();
        assertThat(delivery.requests).hasSize(1);
        first.cursor.pause();
        delivery.settle(100);

        assertThat(first.taken).isEmpty();
        assertThat(delivery.statistics().catchUpReads()).isLessThan(4);
    }

    @Test
    void whatGoesWrongForOneReaderIsNotFeltByTheOthers() {
        Reader broken = delivery.open(0, new RecordFilter.All());
        List<Reader> others = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            others.add(delivery.open(0, new RecordFilter.All()));
        }
        delivery.settle(10);
        broken.failing = true;
        append("k", 50);
        assertThatThrownBy(() -> delivery.settle(100)).isInstanceOf(IllegalStateException.class);
        delivery.settle(100);
        assertThat(others).allSatisfy(reader -> assertThat(reader.taken).isEqualTo(range(0, 50)));
    }

    @Test
    void gapsAreGoneOver() {
        Reader all = delivery.open(0, new RecordFilter.All());
        Reader none = delivery.open(0, key("nobody"));
        delivery.settle(10);
        delivery.log.skip(5);
        append("k", 1);
        delivery.log.skip(1000);
        delivery.settle(10);

        assertThat(all.taken).containsExactly(5L);
        assertThat(all.cursor.next()).isEqualTo(1006);
        assertThat(none.cursor.next()).isEqualTo(1006);
        assertThat(all.cursor.lag()).isZero();
    }

    @Test
    void thoseWhosePlacesAreGoneAreToldAndTheOthersGoOn() {
        append("k", 1_000);
        Reader old = delivery.open(10, new RecordFilter.All(), 5);
        Reader newer = delivery.open(600, new RecordFilter.All(), 5);
        delivery.settle(10);
        delivery.log.deleteBefore(500);
        FakeDelivery fresh = delivery;
        fresh.catchUp().drop(fresh.feed);
        old.give(Long.MAX_VALUE);
        newer.give(Long.MAX_VALUE);
        delivery.settle(100);

        assertThat(old.told).containsExactly("15 of 500 to 1000");
        assertThat(old.taken).isEqualTo(range(10, 15));
        assertThat(newer.told).isEmpty();
        assertThat(newer.taken).isEqualTo(range(600, 1_000));
    }

    @Test
    void aPlaceThatIsNotYetThereIsToldWithTheEnd() {
        append("k", 10);
        Reader reader = delivery.open(50, new RecordFilter.All());
        delivery.settle(10);
        assertThat(reader.told).containsExactly("50 of 0 to 10");
    }

    @Test
    void lagIsWhatIsBetweenTheNextRecordAndTheEnd() {
        append("k", 1_000);
        Reader reader = delivery.open(100, new RecordFilter.All(), 200);
        delivery.settle(100);
        assertThat(reader.cursor.lag()).isEqualTo(700);
        append("k", 50);
        delivery.settle(100);
        assertThat(reader.cursor.lag()).isEqualTo(750);
        reader.cursor.pause();
        assertThat(reader.cursor.lag()).isEqualTo(750);
        append("k", 50);
        delivery.feed.onEnd(1_100);
        assertThat(reader.cursor.lag()).isEqualTo(800);
        assertThat(reader.cursor.stateText()).isEqualTo("paused");
    }

    @Test
    void aBatchThatLeavesSomethingOutIsRefused() {
        Reader reader = delivery.open(0, new RecordFilter.All());
        delivery.settle(10);
        append("k", 10);
        delivery.settle(10);
        append("k", 10);
        long end = delivery.feed.ring().end();

        assertThat(delivery.feed.onTail(delivery.feed.epoch(), delivery.log.read(end + 1, 100))).isFalse();
        delivery.turn();

        assertThat(delivery.feed.ring().end()).isEqualTo(end);
        assertThat(reader.taken).isEqualTo(range(0, end));
    }

    @Test
    void aBatchOfBeforeATurnElsewhereIsDropped() {
        Reader reader = delivery.open(0, new RecordFilter.All());
        delivery.settle(10);
        append("k", 10);
        long before = delivery.feed.epoch();
        RecordRun late = delivery.log.read(0, 100);
        delivery.feed.restart(10);
        delivery.feed.onTail(before, late);
        delivery.turn();
        assertThat(delivery.feed.ring().end()).isEqualTo(10);
        assertThat(reader.taken).isEmpty();
        delivery.settle(100);
        assertThat(reader.taken).isEqualTo(range(0, 10));
    }
}
