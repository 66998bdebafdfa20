package io.sluice.cli.points;

import io.sluice.crsp.client.DataPoints;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.Point;
import io.sluice.crsp.wire.ErrorCode;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads slices of series by several workers. Each has one request under way at a time, and sends the next one when it has the
 * answer; none has a thread of its own.
 */
final class PointReading {
    private static final long LOOK_MILLIS = 100;

    private final List<DataPoints> sessions;
    private final int batch;
    private final Sink sink;
    private final Queue<Slice> slices;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicLong requests = new AtomicLong();

    /** Takes what was read, from several threads. */
    @FunctionalInterface
    interface Sink {
        /** Some points of a series, each given once. */
        void accept(String series, List<Point> points);
    }

    /**
     * Knows what to read.
     *
     * @param sessions used in turn; stay the caller's
     * @param batch points that a request asks for at most, 1 to {@link DataPoints#MAX_POINTS}
     */
    PointReading(List<DataPoints> sessions, List<Slice> slices, int batch, Sink sink) {
        this.sessions = sessions;
        this.slices = new ConcurrentLinkedQueue<>(slices);
        this.batch = batch;
        this.sink = sink;
    }

    /** Requests that were answered. */
    long requests() {
        return requests.get();
    }

    /**
     * Reads all. Waits.
     *
     * @param meanwhile run some times a second
     * @throws SluiceException if a request failed; nothing more is asked then
     */
    void run(int workers, Runnable meanwhile) throws InterruptedException, SluiceException {
        CountDownLatch working = new CountDownLatch(workers);
        for (int number = 0; number < workers; number++) {
            next(sessions.get(number % sessions.size()), working);
        }
        boolean done = false;
        try {
            while (!working.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                meanwhile.run();
            }
            done = true;
        } finally {
            if (!done) {
                slices.clear();
            }
        }
        Throwable problem = failure.get();
        if (problem != null) {
            throw Failures.reason(problem);
        }
    }

    private void next(DataPoints points, CountDownLatch working) {
        Slice slice = slices.poll();
        if (slice == null) {
            working.countDown();
        } else {
            read(points, slice, slice.from(), working);
        }
    }

    private void read(DataPoints points, Slice slice, long from, CountDownLatch working) {
        var _ = points.range(slice.series(), from, slice.to(), batch).whenComplete((page, problem) -> {
            try {
                onAnswer(points, slice, page, problem, working);
            } catch (RuntimeException e) {
                stop(e);
                working.countDown();
            }
        });
    }

    private void onAnswer(
            DataPoints points,
            Slice slice,
            Message.@Nullable PointRange page,
            @Nullable Throwable problem,
            CountDownLatch working) {
        requests.incrementAndGet();
        if (problem != null && !isGone(problem)) {
            stop(problem);
        }
        if (page != null) {
            sink.accept(slice.series(), page.points());
        }
        if (page != null && page.more() && failure.get() == null) {
            read(points, slice, lastOf(page) + 1, working);
        } else {
            next(points, working);
        }
    }

    private void stop(Throwable problem) {
        failure.compareAndSet(null, problem);
        slices.clear();
    }

    private static long lastOf(Message.PointRange page) {
        return page.points().getLast().time();
    }

    /** A series that was removed, or begins later than it did, has no points here: that is no failure. */
    private static boolean isGone(Throwable problem) {
        ErrorCode code = Failures.reason(problem).code();
        return code == ErrorCode.SERIES_UNKNOWN || code == ErrorCode.TIME_OUT_OF_RANGE;
    }
}
