package io.sluice.crsp.relay;

import java.util.OptionalLong;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

/**
 * The links of all clients by the time of their next delivery. An entry whose link got an earlier
 * time meanwhile is left in place and skipped when its turn comes.
 */
final class DueLinks {

    private record Entry(long dueNanos, RelayLink link) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            // By difference, because System.nanoTime() may wrap.
            return Long.signum(dueNanos - other.dueNanos);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();

    /** Files the link under its next delivery, unless it is already there with that time or an earlier one. */
    void schedule(RelayLink link) {
        OptionalLong next = link.simulated().nextDeliveryTime();
        if (next.isPresent() && link.scheduleNoLaterThan(next.getAsLong())) {
            entries.add(new Entry(next.getAsLong(), link));
        }
    }

    /** Takes out the next link whose time has come, or null. */
    @Nullable
    RelayLink pollDue(long nowNanos) {
        for (Entry head = entries.peek(); head != null && head.dueNanos() - nowNanos <= 0; head = entries.peek()) {
            entries.remove();
            if (head.link().unscheduleIf(head.dueNanos())) {
                return head.link();
            }
        }
        return null;
    }

    /** When {@link #pollDue} may have something next. */
    OptionalLong nextDue() {
        Entry head = entries.peek();
        return head == null ? OptionalLong.empty() : OptionalLong.of(head.dueNanos());
    }
}
