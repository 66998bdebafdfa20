package io.sluice.gateway.delivery;

import org.jspecify.annotations.Nullable;

/**
 * One reader's place in a partition. All methods run on the event loop's thread.
 *
 * <pre>
 *              ┌────────── a record that matches ─────────┐
 *              ▼                                          │
 *   ┌──────▶ READY ───── nothing more in the ring ─────▶ TAIL
 *   │        │   │
 *   │        │   └─ behind the ring ─▶ FETCHING ─ a run was read ─▶ READY
 *   │        └───── sink is full ────▶ REFUSED ──── wakeUp ───────▶ READY
 *   └── resume ── PAUSED ◀── pause ── any of them
 * </pre>
 */
public final class Cursor {
    enum State {
        /** Waits for its turn. */
        READY,
        /** Waits for the tail: the feed wakes it for a record that its filter lets through. */
        TAIL,
        /** Its sink takes no more for now. */
        REFUSED,
        /** Waits for a catch-up reader. */
        FETCHING,
        /** Nothing is read for it. */
        PAUSED,
        /** Is over. */
        CLOSED
    }

    private final PartitionFeed feed;
    private final RecordSink sink;
    private final RecordFilter filter;
    private long next;
    private State state = State.REFUSED;
    private boolean queued;
    /** It waited at the tail: what it is given in its next turn has just come. */
    private boolean news;
    private int newRecords;
    private long oldestNews;
    /** What was read for it, until its next turn. */
    private @Nullable RecordRun fetched;
    /** There was nothing at {@link #next} although it is past the ring: it waits for the ring to come there. */
    private boolean ahead;

    Cursor(PartitionFeed feed, long start, RecordFilter filter, RecordSink sink) {
        this.feed = feed;
        this.next = start;
        this.filter = filter;
        this.sink = sink;
    }

    /** The offset of the next record that will be looked at. */
    public long next() {
        return state == State.TAIL ? Math.max(next, feed.ring().end()) : next;
    }

    /** Offsets from here to the partition's end, as far as known. */
    public long lag() {
        return Math.max(0, feed.end() - next());
    }

    /** For operators. */
    public String stateText() {
        return switch (state) {
            case PAUSED -> "paused";
            case CLOSED -> "closed";
            case TAIL -> "at the end";
            case REFUSED -> "waiting for the client";
            case FETCHING -> "catching up";
            case READY -> feed.ring().covers(next) ? "at the end" : "catching up";
        };
    }

    RecordFilter filter() {
        return filter;
    }

    RecordSink sink() {
        return sink;
    }

    State state() {
        return state;
    }

    /** True if it is to be woken for everything that is new, and not by its key alone. */
    boolean wantsEveryBatch() {
        return !(filter instanceof RecordFilter.Key) || next > feed.ring().end();
    }

    /** Goes on after the sink refused a record. */
    public void wakeUp() {
        if (state == State.REFUSED) {
            makeReady();
        }
    }

    /** Stops reading for this cursor, until {@link #resume}. */
    public void pause() {
        if (state != State.PAUSED && state != State.CLOSED) {
            leave();
            state = State.PAUSED;
            feed.onReadingChanged();
        }
    }

    public void resume() {
        if (state == State.PAUSED) {
            makeReady();
            feed.onReadingChanged();
        }
    }

    /** Ends the reading; nothing is offered any more. */
    public void close() {
        if (state != State.CLOSED) {
            leave();
            state = State.CLOSED;
            feed.remove(this);
        }
    }

    /** Forgets what it waits for and keeps its place. */
    private void leave() {
        next = next();
        switch (state) {
            case TAIL -> feed.unpark(this);
            case FETCHING -> feed.cancelFetch(this, next);
            default -> {
            }
        }
        fetched = null;
        ahead = false;
    }

    /** Its place is kept while the feed forgets what it waits for. */
    void settle() {
        if (state == State.TAIL || state == State.FETCHING) {
            leave();
            makeReady();
        }
    }

    /** From {@link State#TAIL}: there is a record for it, and none before. */
    void onRecord(long offset) {
        next = Math.max(next, offset);
        news = true;
        makeReady();
    }

    void onFetched(RecordRun run) {
        if (state != State.FETCHING) {
            return;
        }
        fetched = run;
        ahead = run.end() <= next && next > feed.ring().end();
        makeReady();
    }

    private void makeReady() {
        state = State.READY;
        queue();
    }

    private void queue() {
        if (!queued) {
            queued = true;
            feed.queue(this);
        }
    }

    /** Offers what is at hand, within its turn. */
    void run(Turns.Turn turn) {
        queued = false;
        if (state != State.READY) {
            return;
        }
        RecordRun run = fetched;
        fetched = null;
        boolean offered = false;
        while (state == State.READY && !turn.isOver()) {
            if (run == null || !run.contains(next)) {
                run = feed.runAt(next);
            }
            if (run == null) {
                waitForMore();
                break;
            }
            offered |= step(run, turn);
        }
        if (offered) {
            sink.flush(feed.isBehind(next));
        }
        if (newRecords > 0) {
            feed.counters().onNews(oldestNews, newRecords);
            newRecords = 0;
        }
        news = false;
        if (state == State.READY) {
            queue();
        }
    }

    /** Offers the next record of the run, or goes past the run; returns whether something was offered. */
    private boolean step(RecordRun run, Turns.Turn turn) {
        FetchedRecord record = run.find(next, filter);
        if (record == null) {
            turn.spend(filter instanceof RecordFilter.Key ? 1 : 1 + run.size() / 4, 0);
            next = run.end();
            return false;
        }
        next = record.offset();
        if (!sink.offer(record)) {
            if (state == State.READY) {
                state = State.REFUSED;
            }
            return true;
        }
        next = record.offset() + 1;
        ahead = false;
        turn.spend(1, record.message().length);
        feed.counters().onDelivered(record.message().length);
        if (news && newRecords++ == 0) {
            oldestNews = record.timestamp();
        }
        return true;
    }

    private void waitForMore() {
        RecordRing ring = feed.ring();
        if (ring.isUnset() || ring.covers(next) || (ahead && next > ring.end())) {
            state = State.TAIL;
            feed.park(this);
            sink.onTail();
        } else {
            state = State.FETCHING;
            feed.fetch(this, next);
        }
    }
}
