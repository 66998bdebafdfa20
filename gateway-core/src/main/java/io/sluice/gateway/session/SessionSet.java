package io.sluice.gateway.session;

import io.sluice.crsp.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * Sessions by their ids, in one array with linear probing: a map would keep an entry object for each of a million. On the
 * event loop's thread.
 */
final class SessionSet {
    private static final int FIRST_CAPACITY = 16;
    /** 2^64 divided by the golden ratio: spreads what differs in few bits over the upper ones (Knuth, volume 3, 6.4). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** A power of two of them, at most three quarters taken. */
    private @Nullable Session[] slots = new Session[FIRST_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Session get(SessionId id) {
        return slots[slotOf(id)];
    }

    /** Puts a session in, in the place of the one with the same id, which is returned; null if there was none. */
    @Nullable
    Session put(Session session) {
        int slot = slotOf(session.id());
        Session before = slots[slot];
        slots[slot] = session;
        if (before == null && ++size > slots.length / 4 * 3) {
            grow();
        }
        return before;
    }

    /** Takes a session out; false if it is not the one in here. */
    boolean remove(Session session) {
        int gap = slotOf(session.id());
        if (slots[gap] != session) {
            return false;
        }
        // Those that had to go further because of it move up, so that no search ends before them.
        int mask = slots.length - 1;
        int next = (gap + 1) & mask;
        for (Session moving = slots[next]; moving != null; moving = slots[next]) {
            int from = home(moving.id());
            if (((next - from) & mask) >= ((next - gap) & mask)) {
                slots[gap] = moving;
                gap = next;
            }
            next = (next + 1) & mask;
        }
        slots[gap] = null;
        size--;
        return true;
    }

    /** All of them, in no order. */
    @Nullable
    Session[] slots() {
        return slots;
    }

    private void grow() {
        @Nullable
        Session[] before = slots;
        slots = new Session[before.length * 2];
        for (Session each : before) {
            if (each != null) {
                slots[slotOf(each.id())] = each;
            }
        }
    }

    /** Where the session of an id is, or would be put. */
    private int slotOf(SessionId id) {
        int slot = home(id);
        for (Session there = slots[slot]; there != null && !there.id().equals(id); there = slots[slot]) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private int home(SessionId id) {
        long mixed = (id.high() ^ id.low()) * SPREAD;
        return (int) (mixed >>> Integer.SIZE) & (slots.length - 1);
    }
}
