package io.sluice.gateway.points;

import io.sluice.crsp.session.SeriesName;
import io.sluice.gateway.config.PointsSettings;
import io.sluice.gateway.kafka.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All series: the records of the topic's one partition, folded in their order, so that all gateways that read so far know
 * the same. On the event loop's thread.
 */
final class PointStore {
    private static final Logger LOG = LoggerFactory.getLogger(PointStore.class);
    /** Gateways that write at the same time do not know of each other's points until both are there. */
    private static final int ALLOWANCE = 2;

    private final PointsSettings settings;
    private final Map<String, PointSeries> series = new HashMap<>();
    private final TreeSet<String> names = new TreeSet<>(SeriesName::compare);
    private long pointCount;
    private boolean complete = true;

    PointStore(PointsSettings settings) {
        this.settings = settings;
    }

    /** A series that has points, or null. */
    @Nullable
    PointSeries series(String name) {
        return series.get(name);
    }

    int seriesCount() {
        return series.size();
    }

    long pointCount() {
        return pointCount;
    }

    /**
     * False if the topic has more than twice as much as this gateway may hold, so that it knows not all: only another
     * application's writing, or lower limits than before, lead there.
     */
    boolean isComplete() { return complete; }

    /** Names by their bytes: those that begin so and come after another. */
    List<String> names(String prefix, String after, int limit) {
        // Before all that begin so, the prefix itself.
        String from = SeriesName.compare(after, prefix) < 0 ? prefix : after;
        return names.tailSet(from, true).stream()
                .filter(name -> !name.equals(after))
                .takeWhile(name -> name.startsWith(prefix))
                .limit(limit)
                .toList();
    }

    /** Folds records, in their order. */
    void apply(List<LogEntry<PointsEntry>> entries) {
        // Together: a record with one point in the midst of a long series would have all behind it moved.
        Map<String, List<PointBatch>> stored = new LinkedHashMap<>();
        for (LogEntry<PointsEntry> each : entries) {
            switch (each.entry()) {
                case PointsEntry.Stored(String name, PointBatch points) ->
                    stored.computeIfAbsent(name, key -> new ArrayList<>()).add(points);
                case PointsEntry.Removed(String name) -> {
                    stored.remove(name);
                    remove(name);
                }
            }
        }
        stored.forEach((name, batches) -> merge(name, PointBatch.join(batches)));
    }

    private void remove(String name) {
        PointSeries removed = series.remove(name);
        if (removed != null) {
            names.remove(name);
            pointCount -= removed.size();
        }
    }

    private void merge(String name, PointBatch batch) {
        PointSeries known = series.get(name);
        int added = known == null ? batch.size() : known.countNew(batch);
        if (pointCount + added > (long) ALLOWANCE * settings.maxPoints()
                || (known == null && series.size() >= (long) ALLOWANCE * settings.maxSeries())) {
            if (complete) {
                complete = false;
                LOG.error("There are more data points than this gateway may hold: {} points of {} series are here. It"
                        + " answers no requests for data points: raise sluice.points.max or sluice.points.series.max"
                        + " and restart it", pointCount, series.size());
            }
            return;
        }
        if (batch.size() == 0) {
            return;
        }
        if (known == null) {
            known = new PointSeries();
            series.put(name, known);
            names.add(name);
        }
        known.merge(batch);
        pointCount += added;
    }
}
