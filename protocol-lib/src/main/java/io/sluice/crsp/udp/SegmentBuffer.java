package io.sluice.crsp.udp;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Direct memory for datagrams of equal size one behind the other, and a view of each that begins at position 0. The
 * views of the last few sizes are kept, so that in a steady flow none is made. Not safe for threads.
 */
final class SegmentBuffer {
    /** Sizes whose views are kept: a path has two or three, and a gateway's clients have few paths that differ. */
    private static final int KEPT_SIZES = 8;

    private final ByteBuffer memory;
    private final ByteBuffer whole;
    private final long address;
    private final int[] sizes = new int[KEPT_SIZES];
    private final @Nullable ByteBuffer[][] views = new @Nullable ByteBuffer[KEPT_SIZES][];
    private int oldest;
    private int lastUsed;

    SegmentBuffer(int capacity) {
        memory = ByteBuffer.allocateDirect(capacity);
        whole = memory.slice();
        address = MemorySegment.ofBuffer(memory).address();
    }

    /** Where the memory begins. */
    long address() {
        return address;
    }

    /** A view of everything, from position 0 to the capacity. */
    ByteBuffer first() {
        return whole.clear();
    }

    /** A view from segment {@code index} of this size to the end of the memory, its position at 0. */
    ByteBuffer segment(int size, int index) {
        if (index == 0) {
            return first();
        }
        if (sizes[lastUsed] != size) {
            lastUsed = find(size);
        }
        @Nullable
        ByteBuffer[] kept = views[lastUsed];
        ByteBuffer view = kept[index];
        if (view == null) {
            int offset = size * index;
            view = memory.slice(offset, memory.capacity() - offset);
            kept[index] = view;
        }
        return view.clear();
    }

    private int find(int size) {
        for (int i = 0; i < KEPT_SIZES; i++) {
            if (sizes[i] == size) {
                return i;
            }
        }
        int replaced = oldest;
        oldest = (oldest + 1) % KEPT_SIZES;
        sizes[replaced] = size;
        views[replaced] = new @Nullable ByteBuffer[memory.capacity() / size + 1];
        return replaced;
    }
}
