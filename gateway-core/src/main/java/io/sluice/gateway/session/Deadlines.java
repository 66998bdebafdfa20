package io.sluice.gateway.session;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sessions by their {@link Session#deadlineMillis}, the earliest first: a binary heap whose members know their places,
 * so that a gateway with a million of them looks only at those that are due. On the event loop's thread.
 */
final class Deadlines {
    /** The place of a session that is not in it. */
    static final int NONE = -1;

    private Session[] heap = new Session[64];
    private int size;

    int size() {
        return size;
    }

    /** Puts a session in, or moves it after its deadline changed. */
    void put(Session session) {
        if (session.deadlineIndex() == NONE) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size + (size >> 1));
            }
            place(session, size++);
        }
        rise(session);
        sink(session);
    }

    /** Takes a session out, if it is in. */
    void remove(Session session) {
        int index = session.deadlineIndex();
        if (index == NONE) {
            return;
        }
        session.deadlineIndex(NONE);
        Session last = heap[--size];
        if (last != session) {
            place(last, index);
            rise(last);
            sink(last);
        }
        Arrays.fill(heap, size, size + 1, null);
    }

    /** Takes the earliest out if its deadline has passed; null otherwise. */
    @Nullable
    Session poll(Instant now) {
        if (size == 0 || heap[0].deadlineMillis() >= now.toEpochMilli()) {
            return null;
        }
        Session due = heap[0];
        remove(due);
        return due;
    }

    private void rise(Session session) {
        int index = session.deadlineIndex();
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (heap[parent].deadlineMillis() <= session.deadlineMillis()) {
                break;
            }
            place(heap[parent], index);
            index = parent;
        }
        place(session, index);
    }

    private void sink(Session session) {
        int index = session.deadlineIndex();
        while (true) {
            int child = 2 * index + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && heap[child + 1].deadlineMillis() < heap[child].deadlineMillis()) {
                child++;
            }
            if (heap[child].deadlineMillis() >= session.deadlineMillis()) {
                break;
            }
            place(heap[child], index);
            index = child;
        }
        place(session, index);
    }

    private void place(Session session, int index) {
        heap[index] = session;
        session.deadlineIndex(index);
    }
}
