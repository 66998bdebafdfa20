package io.sluice.cli.points;

import io.sluice.cli.output.Json;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.PointTime;
import java.math.BigDecimal;
import java.util.Locale;

/** How data points are shown. */
final class PointTexts {
    /** Of tables that {@code sluice point load} reads back. */
    static final String HEAD = "series,time,value";

    static final String SERIES_HEAD = String.format(
            Locale.ROOT, "%12s  %16s  %16s  %14s  %14s  %s", "points", "first (s)", "last (s)", "least", "greatest",
            "name");

    private PointTexts() {}

    static String row(String series, long time, double value) {
        return series + "," + PointTime.text(time) + "," + value;
    }

    /** A time as a number of seconds, exactly. */
    static BigDecimal seconds(long time) {
        return new BigDecimal(PointTime.text(time));
    }

    static Json json(String series, long time) {
        return Json.object().put("event", "point").put("series", series).put("time", seconds(time));
    }

    /** One line of a table: names last, because they have any length. */
    static String line(Message.SeriesSeen series) {
        return String.format(Locale.ROOT, "%,12d  %16s  %16s  %14s  %14s  %s", series.pointCount(),
                PointTime.text(series.first()), PointTime.text(series.last()), series.least(), series.greatest(),
                series.series());
    }

    static Json json(Message.SeriesSeen series) {
        return Json.object()
                .put("series", series.series())
                .put("points", series.pointCount())
                .put("first", seconds(series.first()))
                .put("last", seconds(series.last()))
                .put("least", series.least())
                .put("greatest", series.greatest());
    }

    static Json json(Message.SeriesListed end) {
        return Json.object()
                .put("series", end.seriesCount())
                .put("points", end.pointCount())
                .put("maxSeries", end.maxSeries())
                .put("maxPoints", end.maxPoints());
    }

    static String text(Message.SeriesListed end) {
        return String.format(Locale.ROOT, "%,d series of at most %,d, %,d points of at most %,d", end.seriesCount(),
                end.maxSeries(), end.pointCount(), end.maxPoints());
    }
}
