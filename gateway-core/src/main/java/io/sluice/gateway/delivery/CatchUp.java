package io.sluice.gateway.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Serves cursors that are behind the ring with a few readers. A reader sweeps: from one place it reads on, run after
 * run, and takes along every cursor whose place it passes, so that cursors that are near each other become one. After
 * some runs it goes to the next partition that waits, and there to the cursor that waits longest: seeks are few, and
 * nobody starves. A reader reads its next run only after those that its last run was for had a turn. One that nobody waits
 * for reads a single run ahead of those it has just served, so that reading and sending go on side by side. On the event
 * loop's thread.
 */
final class CatchUp {
    /** Runs that are read one after the other before others have their turn. */
    static final int SWEEP = 16;

    private final Turns turns;
    private final RunCache cache;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<TopicPartition, Waiting> waiting = new HashMap<>();
    /** Partitions that no reader is at, the one that waits longest first. */
    private final LinkedHashSet<Waiting> queue = new LinkedHashSet<>();

    /** Reads one run and tells {@link CatchUp} of it. */
    interface Reader {
        void read(Request request);
    }

    /** One place to read from. Each is answered once. */
    static final class Request {
        private final Slot slot;
        private final Waiting at;
        private final long offset;
        /** Nobody waited for it when it was made. */
        private final boolean ahead;

        private Request(Slot slot, Waiting at, long offset, boolean ahead) {
            this.slot = slot;
            this.at = at;
            this.offset = offset;
            this.ahead = ahead;
        }

        TopicPartition partition() {
            return at.feed.partition();
        }

        PartitionFeed feed() {
            return at.feed;
        }

        long offset() {
            return offset;
        }
    }

    /** A reader and where it is. */
    private static final class Slot {
        private final Reader reader;
        private @Nullable Waiting at;
        private int left;
        private boolean busy;
        /** A run that nobody has used yet, kept out of the cache: it must not push out what is in use. */
        private @Nullable RecordRun ahead;
        private @Nullable Waiting aheadAt;
        /** Runs read since for others. */
        private int sinceAhead;

        Slot(Reader reader) {
            this.reader = reader;
        }

        void keep(RecordRun run, Waiting of) {
            ahead = run;
            aheadAt = of;
            sinceAhead = 0;
        }

        void forgetAhead() {
            ahead = null;
            aheadAt = null;
        }
    }

    /** Those that wait at one place. */
    private static final class Group {
        private final long offset;
        private final Set<Cursor> cursors = new LinkedHashSet<>();

        Group(long offset) {
            this.offset = offset;
        }
    }

    /** Those that wait in one partition. */
    private static final class Waiting {
        private final PartitionFeed feed;
        private final TreeMap<Long, Group> groups = new TreeMap<>();
        private final Deque<Group> byAge = new ArrayDeque<>();
        /** Where the last run ended, and how long it was. */
        private long position = -1;
        private long length;
        /** Somebody waited for the last run. */
        private boolean served;
        private boolean read;

        Waiting(PartitionFeed feed) {
            this.feed = feed;
        }

        void add(long offset, Cursor cursor) {
            Group group = groups.get(offset);
            if (group == null) {
                group = new Group(offset);
                groups.put(offset, group);
                byAge.add(group);
            }
            group.cursors.add(cursor);
        }

        void remove(long offset, Cursor cursor) {
            Group group = groups.get(offset);
            if (group != null && group.cursors.remove(cursor) && group.cursors.isEmpty()) {
                groups.remove(offset);
                forgetServed();
            }
        }

        /** Where reading on passes somebody soon, or -1. */
        long sequel() {
            Long near = position < 0 ? null : groups.ceilingKey(position);
            return near != null && near - position <= length ? position : -1;
        }

        long oldest() {
            while (true) {
                Group first = byAge.element();
                if (groups.get(first.offset) == first) {
                    return first.offset;
                }
                byAge.remove();
            }
        }

        /** Takes out all that this run is for; those at its very start get it even if it is empty. */
        List<Cursor> take(RecordRun run) {
            List<Cursor> taken = new ArrayList<>();
            Iterator<Group> passed = groups.subMap(run.start(), true, Math.max(run.start(), run.end() - 1), true)
                    .values().iterator();
            while (passed.hasNext()) {
                taken.addAll(passed.next().cursors);
                passed.remove();
            }
            forgetServed();
            return taken;
        }

        private void forgetServed() {
            if (byAge.size() > 2 * groups.size()) {
                byAge.removeIf(group -> groups.get(group.offset) != group);
            }
        }
    }

    CatchUp(Turns turns, long cacheBytes) {
        this.turns = turns;
        this.cache = new RunCache(cacheBytes);
    }

    void addReader(Reader reader) {
        slots.add(new Slot(reader));
    }

    /** The run that has this offset, if it was read already. */
    @Nullable
    RecordRun cached(TopicPartition partition, long offset) {
        RecordRun run = cache.runAt(partition, offset);
        return run == null ? takeAhead(partition, offset) : run;
    }

    private @Nullable RecordRun takeAhead(TopicPartition partition, long offset) {
        for (Slot slot : slots) {
            RecordRun run = slot.ahead;
            Waiting at = slot.aheadAt;
            if (run != null && at != null && at.feed.partition().equals(partition) && run.contains(offset)) {
                slot.forgetAhead();
                cache.put(partition, run);
                if (!slot.busy) {
                    readAhead(slot, at, run.end());
                }
                return run;
            }
        }
        return null;
    }

    /** Only where records are that the tail's ring has not: there are some, and the reader need not wait for them. */
    private void readAhead(Slot slot, Waiting at, long offset) {
        if (slot.ahead == null && !at.read && isCurrent(at) && at.feed.isRead() && at.feed.isBehind(offset)) {
            begin(slot, new Request(slot, at, offset, true));
        }
    }

    long cachedBytes() {
        return cache.bytes();
    }

    /** Has a run read that begins at this offset or has it; {@link Cursor#onFetched} follows. */
    void request(PartitionFeed feed, long offset, Cursor cursor) {
        Waiting at = waiting.computeIfAbsent(feed.partition(), each -> new Waiting(feed));
        at.add(offset, cursor);
        if (!at.read) {
            queue.add(at);
        }
        for (Slot slot : slots) {
            if (!slot.busy) {
                assign(slot);
                return;
            }
        }
    }

    void cancel(PartitionFeed feed, long offset, Cursor cursor) {
        Waiting at = waiting.get(feed.partition());
        if (at != null) {
            at.remove(offset, cursor);
            if (at.groups.isEmpty()) {
                queue.remove(at);
            }
        }
    }

    /** Forgets a partition: its readers are gone, or what was read of it is no longer so. */
    void drop(PartitionFeed feed) {
        cache.drop(feed.partition());
        Waiting at = waiting.remove(feed.partition());
        if (at != null) {
            queue.remove(at);
            for (Slot slot : slots) {
                if (slot.aheadAt == at) {
                    slot.forgetAhead();
                }
            }
        }
    }

    private void assign(Slot slot) {
        Waiting at = slot.at;
        if (at != null) {
            at.read = false;
            slot.at = null;
            if (isCurrent(at) && !at.groups.isEmpty()) {
                long sequel = slot.left > 0 ? at.sequel() : -1;
                if (sequel >= 0) {
                    send(slot, at, sequel);
                    return;
                }
                queue.add(at);
            }
        }
        Iterator<Waiting> first = queue.iterator();
        if (first.hasNext()) {
            Waiting next = first.next();
            first.remove();
            slot.left = SWEEP;
            send(slot, next, next.oldest());
        } else if (at != null && at.served) {
            readAhead(slot, at, at.position);
        }
    }

    private void send(Slot slot, Waiting at, long offset) {
        slot.left--;
        if (++slot.sinceAhead >= SWEEP) {
            slot.forgetAhead();
        }
        begin(slot, new Request(slot, at, offset, false));
    }

    private static void begin(Slot slot, Request request) {
        slot.at = request.at;
        slot.busy = true;
        request.at.read = true;
        slot.reader.read(request);
    }

    private boolean isCurrent(Waiting at) {
        return waiting.get(at.feed.partition()) == at;
    }

    private void release(Slot slot) {
        slot.busy = false;
        assign(slot);
    }

    /** A request is answered. */
    void onRun(Request request, RecordRun run) {
        Waiting at = request.at;
        if (isCurrent(at)) {
            at.position = run.end();
            at.length = Math.max(1, run.end() - run.start());
            List<Cursor> served = at.take(run);
            at.served = !served.isEmpty();
            if (request.ahead && served.isEmpty()) {
                if (run.end() > run.start()) {
                    request.slot.keep(run, at);
                }
            } else {
                cache.put(request.partition(), run);
            }
            served.forEach(cursor -> cursor.onFetched(run));
        }
        turns.afterCatchUp(() -> release(request.slot));
    }

    /** A request is answered, but with nothing that could be read; who waited still waits. */
    void onNothing(Request request) {
        request.at.position = -1;
        request.at.served = false;
        release(request.slot);
    }
}
