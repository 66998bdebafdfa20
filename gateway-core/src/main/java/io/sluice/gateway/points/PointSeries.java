package io.sluice.gateway.points;

import java.util.Arrays;

/** The points of one series, in the order of their times: 16 bytes each, and up to half as much in reserve. */
final class PointSeries {
    private static final int LEAST_CAPACITY = 16;

    private long[] times = new long[0];
    private double[] values = new double[0];
    private int size;
    private double least;
    private double greatest;
    /** A value was replaced: least and greatest may be no more. */
    private boolean unsure = true;

    int size() {
        return size;
    }

    long time(int index) {
        return times[index];
    }

    double value(int index) {
        return values[index];
    }

    /** Of the first point; there is one. */
    long first() {
        return times[0];
    }

    /** Of the last point; there is one. */
    long last() {
        return times[size - 1];
    }

    double least() {
        measure();
        return least;
    }

    double greatest() {
        measure();
        return greatest;
    }

    private void measure() {
        if (unsure) {
            least = Double.POSITIVE_INFINITY;
            greatest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < size; i++) {
                least = Math.min(least, values[i]);
                greatest = Math.max(greatest, values[i]);
            }
            unsure = false;
        }
    }

    /** Where the point of this time is, or −(where it would be) − 1. */
    int indexOf(long time) {
        // Most are asked for, and nearly all are added, in order.
        return size == 0 || time > times[size - 1] ? -size - 1 : Arrays.binarySearch(times, 0, size, time);
    }

    /** Where the first point from this time on is; {@link #size} if there is none. */
    int indexFrom(long time) {
        int index = indexOf(time);
        return index < 0 ? -index - 1 : index;
    }

    /** How many of these times have no point yet. */
    int countNew(PointBatch batch) {
        int count = 0;
        for (long time : batch.times()) {
            if (indexOf(time) < 0) {
                count++;
            }
        }
        return count;
    }

    /** Those that are not here with the same value, to the bit. */
    PointBatch changes(PointBatch batch) {
        return batch.chosen(i -> {
            int index = indexOf(batch.times()[i]);
            return index < 0
                    || Double.doubleToRawLongBits(values[index]) != Double.doubleToRawLongBits(batch.values()[i]);
        });
    }

    /** Takes these in; each replaces one of the same time. */
    void merge(PointBatch batch) {
        int added = countNew(batch);
        unsure |= added < batch.size();
        if (!unsure) {
            for (double value : batch.values()) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        reserve(size + added);
        // From behind, so that nothing is overwritten that is still to be moved.
        int from = size - 1;
        int to = size + added - 1;
        for (int i = batch.size() - 1; i >= 0; i--) {
            long time = batch.times()[i];
            while (from >= 0 && times[from] > time) {
                times[to] = times[from];
                values[to--] = values[from--];
            }
            if (from >= 0 && times[from] == time) {
                from--;
            }
            times[to] = time;
            values[to--] = batch.values()[i];
        }
        size += added;
    }

    private void reserve(int wanted) {
        if (wanted > times.length) {
            int capacity = Math.max(Math.max(LEAST_CAPACITY, wanted), times.length + (times.length >> 1));
            times = Arrays.copyOf(times, capacity);
            values = Arrays.copyOf(values, capacity);
        }
    }
}
