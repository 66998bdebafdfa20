package io.sluice.gateway.points;

import io.sluice.crsp.session.Point;
import io.sluice.crsp.session.PointTime;
import io.sluice.crsp.session.SeriesName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of data points as bytes: the key is the name of the series, the value has lines of {@code time,value}, or is
 * nothing where the series is removed. Safe for threads.
 */
final class PointsCodec {
    private PointsCodec() {}

    static byte[] key(String series) {
        return series.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] value(PointBatch points) {
        StringBuilder lines = new StringBuilder(points.size() * 24);
        for (int i = 0; i < points.size(); i++) {
            lines.append(PointTime.text(points.times()[i])).append(',').append(points.values()[i]).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** @throws IllegalArgumentException if this is no record of data points */
    static PointsEntry decode(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null) {
            throw new IllegalArgumentException("a record has no key");
        }
        String series = text(key);
        String fault = SeriesName.fault(series);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        return value == null ? new PointsEntry.Removed(series) : new PointsEntry.Stored(series, points(value));
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the name of a series is not UTF-8", e);
        }
    }

    private static PointBatch points(byte[] value) {
        List<Point> points = new ArrayList<>();
        new String(value, StandardCharsets.ISO_8859_1).lines().forEach(line -> points.add(point(line)));
        return PointBatch.of(points);
    }

    private static Point point(String line) {
        int comma = line.indexOf(',');
        if (comma < 0) {
            throw new IllegalArgumentException("a line has no comma between time and value");
        }
        double value = Double.parseDouble(line.substring(comma + 1));
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a value is not finite");
        }
        return new Point(PointTime.parse(line.substring(0, comma)), value);
    }
}
