package io.sluice.crsp.connection;

import io.sluice.crsp.stream.Stream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The open streams of a connection, sorted by id. An array: most connections have a handful, and an
 * idle one must stay small.
 */
final class StreamTable {
    private static final Stream[] NONE = {};

    private Stream[] streams = NONE;
    private int size;

    int size() {
        return size;
    }

    Stream at(int index) {
        return streams[index];
    }

    @Nullable
    Stream find(long id) {
        int index = search(id);
        return index >= 0 ? streams[index] : null;
    }

    void add(Stream stream) {
        int index = -search(stream.id()) - 1;
        if (size == streams.length) {
            streams = Arrays.copyOf(streams, Math.max(2, size * 2));
        }
        System.arraycopy(streams, index, streams, index + 1, size - index);
        streams[index] = stream;
        size++;
    }

    void remove(Stream stream) {
        int index = search(stream.id());
        if (index >= 0) {
            System.arraycopy(streams, index + 1, streams, index, size - index - 1);
            size--;
            streams = size == 0 ? NONE : streams;
        }
    }

    private int search(long id) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long other = streams[middle].id();
            if (other == id) {
                return middle;
            }
            if (other < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
