package io.sluice.cli.points;

import io.sluice.crsp.client.DataPoints;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.session.Point;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends points, many of a series together, and some requests at a time. For one thread. */
final class PointLoading {
    private static final int REQUESTS_AT_ONCE = 32;
    /** Points of all series that wait for more of theirs. */
    private static final int MAX_WAITING = 64 * DataPoints.MAX_POINTS;

    private final DataPoints points;
    private final Map<String, List<Point>> waiting = new LinkedHashMap<>();
    private final Set<String> series = new HashSet<>();
    private final Semaphore room = new Semaphore(REQUESTS_AT_ONCE);
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong changed = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private int waitingPoints;

    /** @param points stays the caller's */
    PointLoading(DataPoints points) {
        this.points = points;
    }

    /** Points that are in Kafka. */
    long stored() {
        return stored.get();
    }

    /** Those among them that were not there before, or had another value. */
    long changed() {
        return changed.get();
    }

    /** Series that had a point. */
    int series() {
        return series.size();
    }

    /** Adds a point; waits while there are enough under way. */
    void add(String name, Point point) throws InterruptedException, SluiceException {
        List<Point> some = waiting.computeIfAbsent(name, key -> new ArrayList<>());
        some.add(point);
        waitingPoints++;
        if (some.size() == DataPoints.MAX_POINTS) {
            waiting.remove(name);
            send(name, some);
        } else if (waitingPoints >= MAX_WAITING) {
            sendAll();
        }
    }

    private void sendAll() throws InterruptedException, SluiceException {
        for (Map.Entry<String, List<Point>> each : waiting.entrySet()) {
            send(each.getKey(), each.getValue());
        }
        waiting.clear();
    }

    private void send(String name, List<Point> some) throws InterruptedException, SluiceException {
        room.acquire();
        check();
        series.add(name);
        waitingPoints -= some.size();
        var _ = points.put(name, some).whenComplete((count, problem) -> {
            if (problem == null) {
                stored.addAndGet(some.size());
                changed.addAndGet(count);
            } else {
                failure.compareAndSet(null, problem);
            }
            room.release();
        });
    }

    /** Sends what is left, and waits until all is in Kafka. */
    void finish() throws InterruptedException, SluiceException {
        sendAll();
        room.acquire(REQUESTS_AT_ONCE);
        room.release(REQUESTS_AT_ONCE);
        check();
    }

    private void check() throws SluiceException {
        Throwable problem = failure.get();
        if (problem != null) {
            throw Failures.reason(problem);
        }
    }
}
