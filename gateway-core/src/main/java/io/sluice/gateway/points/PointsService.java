package io.sluice.gateway.points;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.Point;
import io.sluice.crsp.session.PointResult;
import io.sluice.crsp.session.PointTime;
import io.sluice.crsp.session.SeriesName;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.config.PointsSettings;
import io.sluice.gateway.kafka.LogFollower;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests about data points. Nothing is said to a client before it is in Kafka. On the event loop's thread.
 */
final class PointsService {
    private static final Logger LOG = LoggerFactory.getLogger(PointsService.class);

    private final PointsSettings settings;
    private final PointStore store;
    private final LogFollower<PointsEntry> follower;
    /** Writes of each series that are on their way. */
    private final Map<String, Integer> writing = new HashMap<>();
    /** Points that become more when they are through. */
    private long coming;

    /** @param follower folds into {@code store}; stays the caller's */
    PointsService(PointsSettings settings, PointStore store, LogFollower<PointsEntry> follower) {
        this.settings = settings;
        this.store = store;
        this.follower = follower;
    }

    /** As {@link LogFollower#whenCurrent}. */
    void whenCurrent(BooleanSupplier wanted, Runnable onDelay, Runnable then) {
        follower.whenCurrent(wanted, onDelay, then);
    }

    /** Why a request is refused whatever there is; null if it is not. */
    Message.@Nullable PointsFailed fault(long request, String series) {
        String fault = SeriesName.fault(series);
        return fault == null ? null : failed(request, ErrorCode.SERIES_NAME_INVALID, fault);
    }

    private static Message.PointsFailed incomplete(long request) {
        return failed(request, ErrorCode.POINTS_FULL,
                "there are more points than this gateway may hold; its limits have to be raised");
    }

    private static Message.PointsFailed failed(long request, ErrorCode code, String text) {
        return new Message.PointsFailed(request, code, text);
    }

    private static Message.PointsFailed unknown(long request, String series) {
        return failed(request, ErrorCode.SERIES_UNKNOWN, "there is no series \"" + series + "\"");
    }

    // Reading.

    /** The answer to a request that changes nothing. */
    List<Message> answer(Message request) {
        return switch (request) {
            case Message.GetPoints get ->
                List.of(store.isComplete() ? values(get) : incomplete(get.requestId()));
            case Message.GetRange get -> List.of(store.isComplete() ? range(get) : incomplete(get.requestId()));
            case Message.ListSeries list ->
                store.isComplete() ? page(list) : List.of(incomplete(list.requestId()));
            default -> throw new IllegalArgumentException("no request that is answered at once: " + request);
        };
    }

    private Message values(Message.GetPoints get) {
        PointSeries series = store.series(get.series());
        if (series == null) {
            return unknown(get.requestId(), get.series());
        }
        List<PointResult> results = new ArrayList<>(get.times().size());
        for (long time : get.times()) {
            int index = series.indexOf(time);
            if (index >= 0) {
                results.add(new PointResult(ErrorCode.NO_ERROR, series.value(index)));
            } else {
                boolean outside = time < series.first() || time > series.last();
                results.add(new PointResult(
                        outside ? ErrorCode.TIME_OUT_OF_RANGE : ErrorCode.POINT_UNKNOWN, 0));
            }
        }
        return new Message.PointValues(get.requestId(), series.first(), series.last(), results);
    }

    private Message range(Message.GetRange get) {
        if (get.from() > get.to()) {
            return failed(get.requestId(), ErrorCode.BAD_REQUEST, "a range begins at " + PointTime.text(get.from())
                    + " s, after its end at " + PointTime.text(get.to()) + " s");
        }
        PointSeries series = store.series(get.series());
        if (series == null) {
            return unknown(get.requestId(), get.series());
        }
        if (get.to() < series.first() || get.from() > series.last()) {
            return failed(get.requestId(), ErrorCode.TIME_OUT_OF_RANGE, "\"" + get.series() + "\" has points from "
                    + PointTime.text(series.first()) + " to " + PointTime.text(series.last()) + " s");
        }
        int begin = series.indexFrom(get.from());
        List<Point> points = new ArrayList<>();
        int at = begin;
        while (at < series.size() && series.time(at) <= get.to() && points.size() < get.limit()) {
            points.add(new Point(series.time(at), series.value(at)));
            at++;
        }
        boolean more = at < series.size() && series.time(at) <= get.to();
        return new Message.PointRange(get.requestId(), more, points);
    }

    private List<Message> page(Message.ListSeries list) {
        List<String> names = store.names(list.prefix(), list.after(), list.limit() + 1);
        List<Message> page = new ArrayList<>();
        for (String name : names.subList(0, Math.min(names.size(), list.limit()))) {
            PointSeries series = Objects.requireNonNull(store.series(name));
            page.add(new Message.SeriesSeen(list.requestId(), name, series.size(), series.first(), series.last(),
                    series.least(), series.greatest()));
        }
        page.add(new Message.SeriesListed(list.requestId(), names.size() > list.limit(), store.seriesCount(),
                store.pointCount(), settings.maxSeries(), settings.maxPoints()));
        return page;
    }

    // Writing.

    /**
     * Stores points; what is there already is not written again.
     *
     * @param answer told once, at once or later
     */
    void put(Message.PutPoints put, Consumer<Message> answer) {
        if (!store.isComplete()) {
            answer.accept(incomplete(put.requestId()));
            return;
        }
        String name = put.series();
        PointSeries known = store.series(name);
        PointBatch given = PointBatch.of(put.points());
        // What is on its way may change what is there: then all is written, so that the last one holds.
        PointBatch changes = known == null || writing.containsKey(name) ? given : known.changes(given);
        if (changes.size() == 0) {
            answer.accept(new Message.PointsStored(put.requestId(), 0));
            return;
        }
        int added = known == null ? changes.size() : known.countNew(changes);
        Message full = full(put.requestId(), name, known == null, added);
        if (full != null) {
            answer.accept(full);
            return;
        }
        write(name, PointsCodec.value(changes), added,
                () -> answer.accept(new Message.PointsStored(put.requestId(), changes.size())),
                failure -> answer.accept(refused(put.requestId(), name, failure)));
    }

    private @Nullable Message full(long request, String name, boolean isNew, int added) {
        if (added > 0 && store.pointCount() + coming + added > settings.maxPoints()) {
            return failed(request, ErrorCode.POINTS_FULL, store.pointCount() + " points are there, " + coming
                    + " are on their way, and " + added + " more would be over the limit of " + settings.maxPoints());
        }
        if (isNew && !writing.containsKey(name)) {
            long beginning = writing.keySet().stream().filter(each -> store.series(each) == null).count();
            if (store.seriesCount() + beginning >= settings.maxSeries()) {
                return failed(request, ErrorCode.POINTS_FULL,
                        "there are " + settings.maxSeries() + " series, as many as there may be");
            }
        }
        return null;
    }

    /** Removes a series; {@code answer} is told once, at once or later. */
    void remove(Message.RemoveSeries remove, Consumer<Message> answer) {
        PointSeries known = store.series(remove.series());
        if (known == null || !store.isComplete()) {
            answer.accept(store.isComplete()
                    ? unknown(remove.requestId(), remove.series())
                    : incomplete(remove.requestId()));
            return;
        }
        int count = known.size();
        write(remove.series(), null, 0,
                () -> answer.accept(new Message.SeriesRemoved(remove.requestId(), count)),
                failure -> answer.accept(refused(remove.requestId(), remove.series(), failure)));
    }

    private void write(
            String name, byte @Nullable [] value, int added, Runnable then, Consumer<Throwable> onFailure) {
        writing.merge(name, 1, Integer::sum);
        coming += added;
        follower.writeAndRead(PointsCodec.key(name), value, () -> {
            written(name, added);
            then.run();
        }, failure -> {
            written(name, added);
            onFailure.accept(failure);
        });
    }

    private void written(String name, int added) {
        writing.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
        coming -= added;
    }

    private static Message refused(long request, String name, Throwable failure) {
        LOG.warn("Kafka refuses points of \"{}\"", name, failure);
        return failed(request, failure instanceof RecordTooLargeException
                ? ErrorCode.RECORD_TOO_LARGE
                : ErrorCode.KAFKA_REFUSED, "Kafka refused the points: " + failure.getMessage());
    }
}
