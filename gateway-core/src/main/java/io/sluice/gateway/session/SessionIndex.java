package io.sluice.gateway.session;

import java.util.Arrays;

/**
 * What lists of sessions are filtered and ordered by, in columns: a page is found by one pass over them that keeps only
 * the rows of the page. Nothing is sorted, no order is kept up to date, a deep page costs as much as the first, and a
 * million sessions are some megabytes that lie behind each other.
 *
 * <p>Written on the event loop's thread. Read from any without holding it up: a reader may see a change late, or a row
 * that is being changed half, so whoever shows a session asks the loop for it.
 */
final class SessionIndex {
    /** The row of a session that is not in it. */
    static final int NONE = -1;

    private static final int CHUNK_BITS = 14;
    private static final int CHUNK_ROWS = 1 << CHUNK_BITS;
    private static final int ROW_MASK = CHUNK_ROWS - 1;

    private volatile Chunk[] chunks = {};
    private int rows;
    /** The first row that is free, those after it linked through their {@link Chunk#created}; or {@link #NONE}. */
    private int free = NONE;

    /** Rows that never move: a pass sees each session that stays exactly once. */
    static final class Chunk {
        final long[] idHigh = new long[CHUNK_ROWS];
        final long[] idLow = new long[CHUNK_ROWS];
        final long[] created = new long[CHUNK_ROWS];
        final long[] changed = new long[CHUNK_ROWS];
        /** 0 for a row without a session, else the place of its state among the states. */
        final byte[] state = new byte[CHUNK_ROWS];
        final Session[] session = new Session[CHUNK_ROWS];
    }

    /** Puts a session in, or shows what changed. */
    void put(Session session) {
        int row = session.indexRow();
        if (row == NONE) {
            row = takeRow();
            session.indexRow(row);
        }
        Chunk chunk = chunks[row >>> CHUNK_BITS];
        int at = row & ROW_MASK;
        chunk.idHigh[at] = session.id().high();
        chunk.idLow[at] = session.id().low();
        chunk.created[at] = session.createdAtMillis();
        chunk.changed[at] = session.changedAtMillis();
        chunk.session[at] = session;
        chunk.state[at] = (byte) session.state().number();
    }

    private int takeRow() {
        if (free != NONE) {
            int row = free;
            free = (int) chunks[row >>> CHUNK_BITS].created[row & ROW_MASK];
            return row;
        }
        if (rows == chunks.length * CHUNK_ROWS) {
            Chunk[] more = Arrays.copyOf(chunks, chunks.length + 1);
            more[chunks.length] = new Chunk();
            chunks = more;
        }
        return rows++;
    }

    /** Takes a session out, if it is in. */
    void remove(Session session) {
        int row = session.indexRow();
        if (row == NONE) {
            return;
        }
        session.indexRow(NONE);
        Chunk chunk = chunks[row >>> CHUNK_BITS];
        int at = row & ROW_MASK;
        chunk.state[at] = 0;
        Arrays.fill(chunk.session, at, at + 1, null);
        chunk.created[at] = free;
        free = row;
    }

    /** The rows, for one pass over them. Callable from any thread. */
    Chunk[] chunks() {
        return chunks;
    }

    /** Finds a page. Callable from any thread. */
    SessionSelection select(SessionQuery query) {
        return new SessionScan(query).over(chunks);
    }
}
