package io.sluice.gateway.points;

import io.sluice.crsp.session.Point;
import java.util.Arrays;
import java.util.List;

/**
 * Some points of one series, in the order of their times, each time once. The arrays are nobody's to change.
 *
 * @param times in nanoseconds
 */
record PointBatch(long[] times, double[] values) {
    /** Of several values at one time the last one counts. */
    static PointBatch of(List<Point> points) {
        int size = points.size();
        long[] times = new long[size];
        double[] values = new double[size];
        boolean inOrder = true;
        for (int i = 0; i < size; i++) {
            Point point = points.get(i);
            times[i] = point.time();
            values[i] = point.value();
            inOrder &= i == 0 || times[i - 1] < times[i];
        }
        return inOrder ? new PointBatch(times, values) : sorted(times, values);
    }

    /** All of these together, as if they had been given one after the other. */
    static PointBatch join(List<PointBatch> batches) {
        if (batches.size() == 1) {
            return batches.getFirst();
        }
        int size = batches.stream().mapToInt(PointBatch::size).sum();
        long[] times = new long[size];
        double[] values = new double[size];
        int at = 0;
        boolean inOrder = true;
        for (PointBatch batch : batches) {
            inOrder &= at == 0 || batch.size() == 0 || times[at - 1] < batch.times[0];
            System.arraycopy(batch.times, 0, times, at, batch.size());
            System.arraycopy(batch.values, 0, values, at, batch.size());
            at += batch.size();
        }
        return inOrder ? new PointBatch(times, values) : sorted(times, values);
    }

    private static PointBatch sorted(long[] times, double[] values) {
        Integer[] order = new Integer[times.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        // Stable: of equal times the later one stays behind the earlier.
        Arrays.sort(order, (one, other) -> Long.compare(times[one], times[other]));
        long[] sortedTimes = new long[order.length];
        double[] sortedValues = new double[order.length];
        int size = 0;
        for (int from : order) {
            if (size > 0 && sortedTimes[size - 1] == times[from]) {
                size--;
            }
            sortedTimes[size] = times[from];
            sortedValues[size++] = values[from];
        }
        return new PointBatch(sortedTimes, sortedValues).first(size);
    }

    private PointBatch first(int count) {
        return count == size()
                ? this
                : new PointBatch(Arrays.copyOf(times, count), Arrays.copyOf(values, count));
    }

    int size() {
        return times.length;
    }

    /** Chooses points by their place. */
    interface Choice {
        boolean takes(int index);
    }

    PointBatch chosen(Choice choice) {
        long[] chosenTimes = new long[size()];
        double[] chosenValues = new double[size()];
        int count = 0;
        for (int i = 0; i < size(); i++) {
            if (choice.takes(i)) {
                chosenTimes[count] = times[i];
                chosenValues[count++] = values[i];
            }
        }
        return new PointBatch(chosenTimes, chosenValues).first(count);
    }
}
