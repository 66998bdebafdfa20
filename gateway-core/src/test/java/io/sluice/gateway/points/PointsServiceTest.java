package io.sluice.gateway.points;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.Point;
import io.sluice.crsp.session.PointResult;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.config.PointsSettings;
import io.sluice.gateway.control.VirtualLoop;
import io.sluice.gateway.kafka.LogEntry;
import io.sluice.gateway.kafka.LogFollower;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Requests about data points at two gateways of one cluster. */
class PointsServiceTest {
    private final VirtualLoop loop = new VirtualLoop();
    private final Topic topic = new Topic();
    private final Gateway here = new Gateway();
    private final Gateway there = new Gateway();
    private final List<Message> answers = new ArrayList<>();

    /** What is written waits until it is told to be taken, and is then read by all gateways. */
    private static final class Topic implements LogFollower.Log {
        private final List<Gateway> readers = new ArrayList<>();
        private final List<PointsEntry> waiting = new ArrayList<>();
        private final List<CompletableFuture<Long>> done = new ArrayList<>();
        private long end;

        @Override
        public CompletableFuture<Long> end() {
            return CompletableFuture.completedFuture(end);
        }

        @Override
        public CompletableFuture<Long> write(byte[] key, byte @Nullable [] value) {
            waiting.add(PointsCodec.decode(key, value));
            done.add(new CompletableFuture<>());
            return done.getLast();
        }

        private void refuse(Exception reason) {
            waiting.clear();
            done.forEach(each -> each.completeExceptionally(reason));
            done.clear();
        }
    }

    private final class Gateway {
        private final PointStore store = new PointStore(new PointsSettings(10, 2));
        private final LogFollower<PointsEntry> follower = new LogFollower<>(loop, topic, store::apply);
        private final PointsService service = new PointsService(new PointsSettings(10, 2), store, follower);

        private Gateway() {
            topic.readers.add(this);
        }
    }

    private void take() {
        for (int i = 0; i < topic.waiting.size(); i++) {
            LogEntry<PointsEntry> entry = new LogEntry<>(topic.end++, 0, topic.waiting.get(i));
            topic.readers.forEach(reader -> reader.follower.take(List.of(entry), topic.end));
            topic.done.get(i).complete(entry.offset());
        }
        topic.waiting.clear();
        topic.done.clear();
        loop.run();
    }

    private static Message.PutPoints points(long id, String series, double... timesAndValues) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < timesAndValues.length; i += 2) {
            points.add(new Point((long) timesAndValues[i], timesAndValues[i + 1]));
        }
        return new Message.PutPoints(id, series, points);
    }

    private void put(Gateway gateway, long id, String series, double... timesAndValues) {
        gateway.service.put(points(id, series, timesAndValues), answers::add);
    }

    private Message answered() {
        assertThat(answers).hasSize(1);
        return answers.removeFirst();
    }

    private static void assertFailed(Message answer, ErrorCode code) {
        assertThat(answer).isInstanceOfSatisfying(
                Message.PointsFailed.class, failed -> assertThat(failed.code()).isEqualTo(code));
    }

    @Test
    void pointsAreConfirmedOnceTheyAreInKafka() {
        put(here, 7, "a", 1, 10, 2, 20);
        assertThat(answers).isEmpty();
        take();
        assertThat(answered()).isEqualTo(new Message.PointsStored(7, 2));
        assertThat(there.service.answer(new Message.GetPoints(1, "a", List.of(2L)))).containsExactly(
                new Message.PointValues(1, 1, 2, List.of(new PointResult(ErrorCode.NO_ERROR, 20))));
    }

    @Test
    void whatIsThereIsNotWrittenAgain() {
        put(here, 1, "a", 1, 10, 2, 20);
        take();
        answers.clear();
        put(there, 2, "a", 1, 10, 2, 20);
        assertThat(answered()).isEqualTo(new Message.PointsStored(2, 0));
        assertThat(topic.waiting).isEmpty();
        put(there, 3, "a", 1, 10, 2, 21, 3, 30);
        take();
        assertThat(answered()).isEqualTo(new Message.PointsStored(3, 2));
        assertThat(here.store.pointCount()).isEqualTo(3);
    }

    @Test
    void ofSeveralThatAreUnderWayTheLastOneHolds() {
        put(here, 1, "a", 1, 10);
        take();
        put(here, 2, "a", 1, 11);
        put(here, 3, "a", 1, 10);
        take();
        assertThat(answers).hasSize(3);
        assertThat(there.service.answer(new Message.GetRange(4, "a", 0, 9, 9)))
                .containsExactly(new Message.PointRange(4, false, List.of(new Point(1, 10))));
    }

    @Test
    void missingTimesAreNamedEachForItself() {
        put(here, 1, "a", 10, 1, 20, 2);
        take();
        Message answer = here.service.answer(new Message.GetPoints(2, "a", List.of(20L, 15L, 9L, 21L))).getFirst();
        assertThat(((Message.PointValues) answer).results()).extracting(PointResult::code).containsExactly(
                ErrorCode.NO_ERROR, ErrorCode.POINT_UNKNOWN, ErrorCode.TIME_OUT_OF_RANGE, ErrorCode.TIME_OUT_OF_RANGE);
        assertFailed(here.service.answer(new Message.GetPoints(3, "b", List.of(1L))).getFirst(),
                ErrorCode.SERIES_UNKNOWN);
    }

    @Test
    void rangesIncludeBothEndsAndComeInPages() {
        put(here, 1, "a", 10, 1, 20, 2, 30, 3);
        take();
        assertThat(range(10, 30, 2)).isEqualTo(
                new Message.PointRange(1, true, List.of(new Point(10, 1), new Point(20, 2))));
        assertThat(range(21, 30, 2)).isEqualTo(new Message.PointRange(1, false, List.of(new Point(30, 3))));
        assertThat(range(20, 20, 1)).isEqualTo(new Message.PointRange(1, false, List.of(new Point(20, 2))));
        assertThat(range(11, 19, 1)).isEqualTo(new Message.PointRange(1, false, List.of()));
        assertThat(range(Long.MIN_VALUE, Long.MAX_VALUE, 3)).isInstanceOfSatisfying(
                Message.PointRange.class, range -> assertThat(range.points()).hasSize(3));
        assertFailed(range(0, 9, 1), ErrorCode.TIME_OUT_OF_RANGE);
        assertFailed(range(31, 40, 1), ErrorCode.TIME_OUT_OF_RANGE);
        assertFailed(range(20, 10, 1), ErrorCode.BAD_REQUEST);
    }

    private Message range(long from, long to, int limit) {
        return here.service.answer(new Message.GetRange(1, "a", from, to, limit)).getFirst();
    }

    @Test
    void seriesAreListedWithWhatTheyHave() {
        put(here, 1, "b", 10, 1);
        put(here, 2, "a", 10, 1, 20, -2);
        take();
        assertThat(here.service.answer(new Message.ListSeries(3, "", "", 1))).containsExactly(
                new Message.SeriesSeen(3, "a", 2, 10, 20, -2, 1), new Message.SeriesListed(3, true, 2, 3, 2, 10));
        assertThat(here.service.answer(new Message.ListSeries(4, "", "a", 1))).containsExactly(
                new Message.SeriesSeen(4, "b", 1, 10, 10, 1, 1), new Message.SeriesListed(4, false, 2, 3, 2, 10));
    }

    @Test
    void aSeriesIsRemovedForAll() {
        put(here, 1, "a", 10, 1, 20, 2);
        take();
        answers.clear();
        there.service.remove(new Message.RemoveSeries(2, "a"), answers::add);
        take();
        assertThat(answered()).isEqualTo(new Message.SeriesRemoved(2, 2));
        here.service.remove(new Message.RemoveSeries(3, "a"), answers::add);
        assertFailed(answered(), ErrorCode.SERIES_UNKNOWN);
    }

    @Test
    void whenItIsFullNothingOfARequestIsStored() {
        put(here, 1, "a", 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0);
        put(here, 2, "a", 7, 0, 8, 0, 9, 0, 10, 0, 11, 0);
        assertFailed(answered(), ErrorCode.POINTS_FULL);
        put(here, 3, "b", 7, 0, 8, 0, 9, 0, 10, 0);
        put(here, 4, "c", 1, 0);
        assertFailed(answered(), ErrorCode.POINTS_FULL);
        take();
        answers.clear();
        put(here, 5, "b", 10, 1);
        take();
        assertThat(answered()).as("what replaces takes no room").isEqualTo(new Message.PointsStored(5, 1));
        put(here, 6, "b", 11, 1);
        assertFailed(answered(), ErrorCode.POINTS_FULL);
        here.service.remove(new Message.RemoveSeries(7, "a"), answers::add);
        take();
        answers.clear();
        put(here, 8, "c", 1, 0);
        take();
        assertThat(answered()).isEqualTo(new Message.PointsStored(8, 1));
    }

    @Test
    void whatKafkaRefusesIsToldAndTakesNoRoom() {
        put(here, 1, "a", 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0);
        topic.refuse(new RecordTooLargeException("too large"));
        loop.run();
        assertFailed(answered(), ErrorCode.RECORD_TOO_LARGE);
        put(here, 2, "a", 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0);
        topic.refuse(new IllegalStateException("no"));
        loop.run();
        assertFailed(answered(), ErrorCode.KAFKA_REFUSED);
        put(here, 3, "b", 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0);
        put(here, 4, "c", 1, 0);
        take();
        assertThat(answers).containsExactly(new Message.PointsStored(3, 6), new Message.PointsStored(4, 1));
    }

    @Test
    void aGatewayThatDoesNotHoldAllAnswersNothing() {
        for (int i = 0; i < 21; i++) {
            var _ = topic.write(PointsCodec.key("a"), PointsCodec.value(PointBatch.of(List.of(new Point(i, 0)))));
        }
        take();
        assertFailed(here.service.answer(new Message.GetPoints(1, "a", List.of(1L))).getFirst(), ErrorCode.POINTS_FULL);
        assertFailed(here.service.answer(new Message.ListSeries(1, "", "", 1)).getFirst(), ErrorCode.POINTS_FULL);
        assertFailed(range(1, 2, 1), ErrorCode.POINTS_FULL);
        put(here, 1, "a", 1, 0);
        assertFailed(answered(), ErrorCode.POINTS_FULL);
    }

    @Test
    void namesAreChecked() {
        assertThat(here.service.fault(1, "1/größe, 2")).isNull();
        for (String name : List.of("", "a\nb", "x".repeat(256))) {
            assertThat(here.service.fault(1, name)).isNotNull();
        }
    }
}
