package io.sluice.crsp.endpoint;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The connections of an endpoint by their next deadline: a binary heap that knows its indexes. */
final class TimerHeap {
    private EndpointConnection[] heap = new EndpointConnection[16];
    private int size;

    @Nullable
    EndpointConnection first() {
        return size == 0 ? null : heap[0];
    }

    /** Puts, moves or removes (for {@link Long#MAX_VALUE}) a connection. */
    void update(EndpointConnection entry, long deadline) {
        long before = entry.deadline;
        entry.deadline = deadline;
        if (deadline == Long.MAX_VALUE) {
            remove(entry);
            return;
        }
        if (entry.heapIndex == EndpointConnection.NO_INDEX) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            place(entry, size++);
            siftUp(entry);
        } else if (deadline < before) {
            siftUp(entry);
        } else {
            siftDown(entry);
        }
    }

    void remove(EndpointConnection entry) {
        int index = entry.heapIndex;
        if (index == EndpointConnection.NO_INDEX) {
            return;
        }
        entry.heapIndex = EndpointConnection.NO_INDEX;
        EndpointConnection last = heap[--size];
        if (last != entry) {
            place(last, index);
            siftUp(last);
            siftDown(last);
        }
        Arrays.fill(heap, size, size + 1, null);
    }

    private void siftUp(EndpointConnection entry) {
        int index = entry.heapIndex;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (heap[parent].deadline <= entry.deadline) {
                break;
            }
            place(heap[parent], index);
            index = parent;
        }
        place(entry, index);
    }

    private void siftDown(EndpointConnection entry) {
        int index = entry.heapIndex;
        while (true) {
            int child = 2 * index + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && heap[child + 1].deadline < heap[child].deadline) {
                child++;
            }
            if (heap[child].deadline >= entry.deadline) {
                break;
            }
            place(heap[child], index);
            index = child;
        }
        place(entry, index);
    }

    private void place(EndpointConnection entry, int index) {
        heap[index] = entry;
        entry.heapIndex = index;
    }
}
