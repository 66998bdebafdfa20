package io.sluice.crsp.client;

import static io.sluice.crsp.client.TwoGateways.links;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.Point;
import io.sluice.crsp.session.PointResult;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests about data points, over connections that are lost. */
@Timeout(60)
class DataPointsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Message.SeriesListed END = new Message.SeriesListed(1, false, 1, 3, 10, 100);

    private final TwoGateways run = new TwoGateways(links(10, 0), 1, /* knowsBoth= */ false);
    private final List<Message> asked = new ArrayList<>();
    /** Answers are given from now on. */
    private boolean answering = true;
    private final DataPoints points;

    DataPointsTest() {
        run.first.others = this::onMessage;
        run.connect();
        points = new DataPoints(run.session, run.session.takeNumber());
        points.begin();
    }

    private void onMessage(Stream stream, Message message) {
        if (message instanceof Message.Points) {
            return;
        }
        asked.add(message);
        if (!answering) {
            return;
        }
        switch (message) {
            case Message.PutPoints put ->
                ScriptedGateway.send(stream, new Message.PointsStored(put.requestId(), put.points().size()));
            case Message.GetPoints get -> ScriptedGateway.send(stream, new Message.PointValues(
                    get.requestId(), 1_000_000_000, 9_000_000_000L,
                    get.times().stream().map(DataPointsTest::result).toList()));
            case Message.ListSeries list -> {
                ScriptedGateway.send(stream, new Message.SeriesSeen(list.requestId(), "a", 3, 1, 9, -1, 1));
                ScriptedGateway.send(stream, new Message.SeriesListed(list.requestId(), false, 1, 3, 10, 100));
            }
            case Message.GetRange range ->
                ScriptedGateway.send(stream, new Message.PointRange(range.requestId(), false, List.of()));
            case Message.RemoveSeries remove -> ScriptedGateway.send(
                    stream, new Message.PointsFailed(remove.requestId(), ErrorCode.SERIES_UNKNOWN, "none such"));
            default -> throw new AssertionError("not asked for: " + message);
        }
    }

    private static PointResult result(long time) {
        if (time < 1_000_000_000 || time > 9_000_000_000L) {
            return new PointResult(ErrorCode.TIME_OUT_OF_RANGE, 0);
        }
        return time == 5_000_000_000L
                ? new PointResult(ErrorCode.POINT_UNKNOWN, 0)
                : new PointResult(ErrorCode.NO_ERROR, time / 1e9);
    }

    private void reconnect() {
        run.first.closeConnection(ErrorCode.INTERNAL_ERROR);
        run.run(Duration.ofSeconds(5));
    }

    private static void assertFailure(CompletableFuture<?> answer, ErrorCode code, String text) {
        assertThatThrownBy(() -> DataPoints.await(answer)).isInstanceOfSatisfying(SluiceException.class,
                e -> assertThat(e.code()).isEqualTo(code)).hasMessageContaining(text);
    }

    @Test
    void eachRequestHasItsOwnAnswer() {
        CompletableFuture<Long> stored = points.put("a", List.of(new Point(1, 2), new Point(3, 4)));
        CompletableFuture<Double> value = points.get("a", 2_000_000_000L);
        CompletableFuture<Message.PointRange> range = points.range("a", 1, 9, 10);
        CompletableFuture<SeriesPage> page = points.list("", "", 10);
        run.run(SECOND);
        assertThat(stored.join()).isEqualTo(2);
        assertThat(value.join()).isEqualTo(2.0);
        assertThat(range.join().points()).isEmpty();
        assertThat(page.join().series()).extracting(Message.SeriesSeen::series).containsExactly("a");
        assertThat(page.join().end().maxPoints()).isEqualTo(END.maxPoints());
    }

    @Test
    void aTimeWithoutAPointIsNamedAndDoesNotFailTheOthers() {
        CompletableFuture<Double> between = points.get("a", 5_000_000_000L);
        CompletableFuture<Double> before = points.get("a", 4_000_000);
        CompletableFuture<Message.PointValues> several = points.get(
                "a", List.of(2_000_000_000L, 5_000_000_000L, 4_000_000L));
        CompletableFuture<Long> removed = points.remove("b");
        run.run(SECOND);
        assertFailure(between, ErrorCode.POINT_UNKNOWN, "no point at 5 s");
        assertFailure(before, ErrorCode.TIME_OUT_OF_RANGE, "from 1 to 9 s, and none at 0.004 s");
        assertFailure(removed, ErrorCode.SERIES_UNKNOWN, "none such");
        assertThat(several.join().results()).extracting(PointResult::code)
                .containsExactly(ErrorCode.NO_ERROR, ErrorCode.POINT_UNKNOWN, ErrorCode.TIME_OUT_OF_RANGE);
    }

    @Test
    void whatWasNotAnsweredIsAskedAgainOnTheNextConnection() {
        CompletableFuture<Double> first = points.get("a", 2_000_000_000L);
        run.run(SECOND);
        assertThat(first).isDone();
        answering = false;
        CompletableFuture<Double> second = points.get("a", 3_000_000_000L);
        CompletableFuture<SeriesPage> page = points.list("", "", 10);
        run.run(SECOND);
        assertThat(second).isNotDone();
        answering = true;
        reconnect();
        assertThat(second.join()).isEqualTo(3.0);
        assertThat(page.join().series()).hasSize(1);
        assertThat(asked).hasSize(5);
        assertThat(asked.subList(3, 5)).isEqualTo(asked.subList(1, 3));
    }

    @Test
    void noMoreThanTheLimitWaits() {
        answering = false;
        for (int i = 0; i < DataPoints.MAX_IN_FLIGHT; i++) {
            CompletableFuture<Double> waiting = points.get("a", i);
            assertThat(waiting).isNotDone();
        }
        assertThatThrownBy(() -> points.get("a", 0)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("wait for answers");
        run.run(SECOND);
        answering = true;
        reconnect();
        CompletableFuture<Double> after = points.get("a", 2_000_000_000L);
        run.run(SECOND);
        assertThat(after.join()).isEqualTo(2.0);
    }

    @Test
    void whatWaitsWhenItIsClosedFails() {
        answering = false;
        CompletableFuture<Double> value = points.get("a", 1);
        run.run(SECOND);
        points.close();
        CompletableFuture<Double> late = points.get("a", 1);
        run.run(SECOND);
        assertFailure(value, ErrorCode.CANCELLED, "closed");
        assertFailure(late, ErrorCode.SESSION_ENDED, "over");
    }

    @Test
    void sizesAreChecked() {
        assertThatThrownBy(() -> points.put("a", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> points.range("a", 0, 1, 4097)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> points.list("", "", 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
