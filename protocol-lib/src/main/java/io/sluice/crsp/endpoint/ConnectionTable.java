package io.sluice.crsp.endpoint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of an endpoint by their id: a hash table with open addressing and linear probing, so that finding the
 * owner of a datagram makes no object. Not safe for threads.
 */
final class ConnectionTable {
    private static final int MINIMUM = 16;

    /** Spreads ids that differ in few bits, such as those of one event loop. */
    private static final long MIXER = 0x9E37_79B9_7F4A_7C15L;

    private long[] ids = new long[MINIMUM];
    private @Nullable EndpointConnection[] entries = new @Nullable EndpointConnection[MINIMUM];
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() { return size == 0; }

    @Nullable
    EndpointConnection get(long id) {
        return entries[find(id)];
    }

    /** Adds a connection whose id is not in the table. */
    void add(long id, EndpointConnection entry) {
        if ((size + 1) * 2 > ids.length) {
            resize(ids.length * 2);
        }
        int slot = find(id);
        ids[slot] = id;
        entries[slot] = entry;
        size++;
    }

    void remove(long id) {
        int hole = find(id);
        if (entries[hole] == null) {
            return;
        }
        size--;
        entries[hole] = null;
        // What was pushed on by the removed one moves back, so that no search ends at the hole.
        int mask = ids.length - 1;
        for (int slot = (hole + 1) & mask; entries[slot] != null; slot = (slot + 1) & mask) {
            int home = home(ids[slot], mask);
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                ids[hole] = ids[slot];
                entries[hole] = entries[slot];
                entries[slot] = null;
                hole = slot;
            }
        }
        if (ids.length > MINIMUM && size * 8 < ids.length) {
            resize(ids.length / 2);
        }
    }

    /** A copy of what the table holds, in no order. */
    List<EndpointConnection> all() {
        List<EndpointConnection> all = new ArrayList<>(size);
        for (EndpointConnection entry : entries) {
            if (entry != null) {
                all.add(entry);
            }
        }
        return all;
    }

    private int find(long id) {
        int mask = ids.length - 1;
        int slot = home(id, mask);
        while (entries[slot] != null && ids[slot] != id) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int home(long id, int mask) {
        return (int) ((id * MIXER) >>> 32) & mask;
    }

    private void resize(int capacity) {
        long[] oldIds = ids;
        @Nullable
        EndpointConnection[] oldEntries = entries;
        ids = new long[capacity];
        entries = new @Nullable EndpointConnection[capacity];
        for (int i = 0; i < oldIds.length; i++) {
            if (oldEntries[i] != null) {
                int slot = find(oldIds[i]);
                ids[slot] = oldIds[i];
                entries[slot] = oldEntries[i];
            }
        }
    }
}
