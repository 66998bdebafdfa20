package io.sluice.crsp.client;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.Point;
import io.sluice.crsp.session.PointResult;
import io.sluice.crsp.session.PointTime;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The data points that the gateways keep in Kafka: series of values, each at a time, in nanoseconds ({@link PointTime}).
 *
 * <pre>{@code
 * try (DataPoints points = client.dataPoints()) {
 *     points.put("1/ecg1", List.of(new Point(PointTime.parse("0.004"), -0.245))).join();
 *     double value = points.get("1/ecg1", PointTime.parse("0.004")).join();
 * }
 * }</pre>
 *
 * <p>Nothing here waits: requests go out at once, many at a time, and their answers come in any order, on the client's
 * thread, as a value or as a {@link SluiceException}. Requests outlive connections: what was not answered is asked again on
 * the next one.
 *
 * <p>Safe for threads.
 */
public final class DataPoints implements AutoCloseable {
    /** The most points, or times, of one request or one answer. */
    public static final int MAX_POINTS = Message.PutPoints.MAX_POINTS;

    /** Series of a page, at most. */
    public static final int MAX_PAGE = Message.ListSeries.MAX_LIMIT;

    /** The most requests that may wait for their answers. */
    public static final int MAX_IN_FLIGHT = 1024;

    private final EventLoop loop;
    private final Wire wire;
    private final AtomicInteger inFlight = new AtomicInteger();

    DataPoints(ClientSession session, long number) {
        this.loop = session.loop();
        this.wire = new Wire(session, number);
    }

    void begin() {
        loop.execute(() -> wire.session().add(wire));
    }

    /** What a request gave, once it is there; or why it gave nothing. Waits. */
    public static <T> T await(CompletableFuture<T> answer) throws InterruptedException, SluiceException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SluiceException reason) {
                throw reason.again();
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * Stores points. One of a time that the series has takes its place; storing the same again changes nothing.
     *
     * @param series 1 to 255 bytes of UTF-8 without control characters, such as {@code 1/ecg1}
     * @param points 1 to {@link #MAX_POINTS}, with finite values, in any order
     * @return how many were not there before, or had another value; once all are in Kafka. Fails with
     *     {@link ErrorCode#POINTS_FULL} if the gateways take no more
     */
    public CompletableFuture<Long> put(String series, List<Point> points) {
        checkCount(points.size());
        return ask(id -> new Message.PutPoints(id, series, points), Message.PointsStored.class)
                .thenApply(Message.PointsStored::changed);
    }

    /**
     * The value at a time.
     *
     * @return fails with {@link ErrorCode#SERIES_UNKNOWN}, {@link ErrorCode#POINT_UNKNOWN} or
     *     {@link ErrorCode#TIME_OUT_OF_RANGE}
     */
    public CompletableFuture<Double> get(String series, long time) {
        return get(series, List.of(time)).thenCompose(values -> {
            PointResult result = values.results().getFirst();
            return result.code() == ErrorCode.NO_ERROR
                    ? CompletableFuture.completedFuture(result.value())
                    : CompletableFuture.failedFuture(missing(series, time, result.code(), values));
        });
    }

    /** Why there is no value at a time, in a sentence. */
    public static SluiceException missing(String series, long time, ErrorCode code, Message.PointValues values) {
        return new SluiceException(code, code == ErrorCode.TIME_OUT_OF_RANGE
                ? "\"" + series + "\" has points from " + PointTime.text(values.first()) + " to "
                        + PointTime.text(values.last()) + " s, and none at " + PointTime.text(time) + " s"
                : "\"" + series + "\" has no point at " + PointTime.text(time) + " s");
    }

    /**
     * The values at several times.
     *
     * @param times 1 to {@link #MAX_POINTS}, in any order
     * @return for each time a result, in their order; one that is missing does not fail the others
     */
    public CompletableFuture<Message.PointValues> get(String series, List<Long> times) {
        checkCount(times.size());
        return ask(id -> new Message.GetPoints(id, series, times), Message.PointValues.class).thenApply(values -> {
            if (values.results().size() != times.size()) {
                throw new IllegalStateException(values.results().size() + " results for " + times.size() + " times");
            }
            return values;
        });
    }

    /**
     * The points from a time to another, both included, in their order.
     *
     * @param limit how many at most, 1 to {@link #MAX_POINTS}; if there are more, the next range begins one nanosecond
     *     after the last of these
     * @return fails with {@link ErrorCode#SERIES_UNKNOWN}, or {@link ErrorCode#TIME_OUT_OF_RANGE} if the series ends before
     *     the range or begins after it
     */
    public CompletableFuture<Message.PointRange> range(String series, long from, long to, int limit) {
        checkCount(limit);
        return ask(id -> new Message.GetRange(id, series, from, to, limit), Message.PointRange.class);
    }

    /**
     * Series by name.
     *
     * @param prefix how names begin; may be empty
     * @param after only names after this one, such as the last of the page before; empty for the first page
     * @param limit 1 to {@link #MAX_PAGE}
     */
    public CompletableFuture<SeriesPage> list(String prefix, String after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + MAX_PAGE + " series, not " + limit);
        }
        List<Message.SeriesSeen> series = new ArrayList<>();
        return ask(id -> new Message.ListSeries(id, prefix, after, limit), Message.SeriesListed.class, series)
                .thenApply(end -> new SeriesPage(series, end));
    }

    /**
     * Removes a series.
     *
     * @return how many points it had; fails with {@link ErrorCode#SERIES_UNKNOWN} if there is none
     */
    public CompletableFuture<Long> remove(String series) {
        return ask(id -> new Message.RemoveSeries(id, series), Message.SeriesRemoved.class)
                .thenApply(Message.SeriesRemoved::pointCount);
    }

    private static void checkCount(int count) {
        if (count < 1 || count > MAX_POINTS) {
            throw new IllegalArgumentException("a request is for 1 to " + MAX_POINTS + " points, not " + count);
        }
    }

    private <A extends Message> CompletableFuture<A> ask(LongFunction<Message> request, Class<A> kind) {
        return ask(request, kind, new ArrayList<>());
    }

    private <A extends Message> CompletableFuture<A> ask(
            LongFunction<Message> request, Class<A> kind, List<Message.SeriesSeen> series) {
        if (inFlight.incrementAndGet() > MAX_IN_FLIGHT) {
            inFlight.decrementAndGet();
            throw new IllegalStateException(MAX_IN_FLIGHT + " requests wait already: wait for answers before more");
        }
        CompletableFuture<A> answer = new CompletableFuture<>();
        onLoop(() -> wire.ask(request, new Request<>(kind, answer, series)));
        return answer;
    }

    private void onLoop(Runnable task) {
        loop.execute(() -> {
            task.run();
            wire.session().wakeUp();
        });
    }

    /** Gives up what was not answered; what was stored stays. */
    @Override
    public void close() {
        onLoop(() -> {
            wire.finish();
            wire.failAll(new SluiceException(ErrorCode.CANCELLED, "the data points were closed"));
        });
    }

    /**
     * Waits for an answer.
     *
     * @param series what was seen so far of a list
     */
    private record Request<A extends Message>(
            Class<A> kind, CompletableFuture<A> answer, List<Message.SeriesSeen> series) {}

    /** A request as it is asked again on a new connection. */
    private record Asked(Message message, Request<?> request) {}

    /** The loop's side. */
    private final class Wire extends ClientStream {
        private final TreeMap<Long, Asked> asked = new TreeMap<>();
        private long nextRequest = 1;

        Wire(ClientSession session, long number) {
            super(session, number);
        }

        @Override
        Message opening() {
            return new Message.Points(number());
        }

        @Override
        void onAttached() {
            for (Asked each : asked.values()) {
                each.request().series().clear();
                send(each.message());
            }
        }

        void ask(LongFunction<Message> message, Request<?> request) {
            if (isOver()) {
                inFlight.decrementAndGet();
                request.answer().completeExceptionally(
                        new SluiceException(ErrorCode.SESSION_ENDED, "the data points are over"));
                return;
            }
            Asked added = new Asked(message.apply(nextRequest), request);
            asked.put(nextRequest++, added);
            send(added.message());
        }

        @Override
        void onMessage(Message message) {
            switch (message) {
                case Message.PointsStored answer -> onAnswer(answer.requestId(), answer);
                case Message.PointValues answer -> onAnswer(answer.requestId(), answer);
                case Message.PointRange answer -> onAnswer(answer.requestId(), answer);
                case Message.SeriesListed answer -> onAnswer(answer.requestId(), answer);
                case Message.SeriesRemoved answer -> onAnswer(answer.requestId(), answer);
                case Message.SeriesSeen seen -> {
                    Asked list = asked.get(seen.requestId());
                    if (list != null) {
                        list.request().series().add(seen);
                    }
                }
                case Message.PointsFailed(long id, ErrorCode code, String text) -> {
                    Request<?> request = take(id);
                    if (request != null) {
                        request.answer().completeExceptionally(new SluiceException(code, text));
                    }
                }
                case Message.StreamStatus ignored -> {
                }
                case Message other ->
                    throw new TransportException(
                            ErrorCode.PROTOCOL_VIOLATION, "not for data points: " + other.getClass().getSimpleName());
            }
        }

        private void onAnswer(long id, Message answer) {
            Request<?> request = take(id);
            if (request != null) {
                complete(request, answer);
            }
        }

        private <A extends Message> void complete(Request<A> request, Message answer) {
            if (!request.kind().isInstance(answer)) {
                throw new TransportException(
                        ErrorCode.PROTOCOL_VIOLATION, "no answer to this: " + answer.getClass().getSimpleName());
            }
            request.answer().complete(request.kind().cast(answer));
        }

        private @Nullable Request<?> take(long id) {
            Asked removed = asked.remove(id);
            if (removed == null) {
                return null;
            }
            inFlight.decrementAndGet();
            return removed.request();
        }

        @Override
        boolean wantsMore() {
            return true;
        }

        void failAll(SluiceException reason) {
            for (long id : List.copyOf(asked.keySet())) {
                Request<?> request = take(id);
                if (request != null) {
                    request.answer().completeExceptionally(reason);
                }
            }
        }

        @Override
        void onFailed(SluiceException reason) {
            failAll(reason);
        }
    }
}
