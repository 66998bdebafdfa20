package io.sluice.gateway.session;

import io.sluice.crsp.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** One pass over a {@link SessionIndex}: counts what the filter lets through and keeps the best rows of a page. */
final class SessionScan {
    private final SessionQuery query;
    private final SessionMatcher matcher;
    private final int sign;
    private final long afterNumber;
    private final byte[] afterText;
    private final long afterHigh;
    private final long afterLow;
    /** The rows of the page so far, the last one on top. */
    private final PriorityQueue<Row> page;
    private @Nullable Row last;
    private long total;
    private boolean more;

    private record Row(long number, byte[] text, long high, long low) {
        int compareTo(Row other) {
            return SessionPlace.compare(number, text, high, low, other.number, other.text, other.high, other.low);
        }
    }

    SessionScan(SessionQuery query) {
        this.query = query;
        this.matcher = new SessionMatcher(query.filter());
        this.sign = query.descending() ? -1 : 1;
        SessionPlace after = query.after();
        this.afterNumber = after == null ? 0 : after.number();
        this.afterText = after == null ? SessionPlace.NO_TEXT : after.textBytes();
        SessionId afterId = after == null ? new SessionId(0, 0) : SessionId.parse(after.id());
        this.afterHigh = afterId.high();
        this.afterLow = afterId.low();
        this.page = new PriorityQueue<>((one, other) -> sign * other.compareTo(one));
    }

    SessionSelection over(SessionIndex.Chunk[] chunks) {
        // Rows lie about in the order in which sessions began: from the end that the page begins with, few rows are
        // taken in only to be pushed out again.
        for (int i = 0; i < chunks.length; i++) {
            scan(chunks[query.descending() ? chunks.length - 1 - i : i]);
        }
        List<SessionPlace> places = new ArrayList<>(page.size());
        for (Row row = page.poll(); row != null; row = page.poll()) {
            places.add(new SessionPlace(row.number(), new String(row.text(), StandardCharsets.UTF_8),
                    new SessionId(row.high(), row.low()).toString()));
        }
        Collections.reverse(places);
        return new SessionSelection(places, total, more);
    }

    private void scan(SessionIndex.Chunk chunk) {
        int rows = chunk.state.length;
        for (int i = 0; i < rows; i++) {
            int at = query.descending() ? rows - 1 - i : i;
            if (matcher.matches(chunk, at)) {
                total++;
                consider(chunk, at);
            }
        }
    }

    private void consider(SessionIndex.Chunk chunk, int at) {
        long number = switch (query.order()) {
            case ID, CLIENT -> 0;
            case CREATED -> chunk.created[at];
            case CHANGED -> chunk.changed[at];
            case STATE -> chunk.state[at];
        };
        byte[] text = query.order() == SessionOrder.CLIENT ? nameOf(chunk.session[at]) : SessionPlace.NO_TEXT;
        long high = chunk.idHigh[at];
        long low = chunk.idLow[at];
        if (query.after() != null && sign * SessionPlace.compare(
                number, text, high, low, afterNumber, afterText, afterHigh, afterLow) <= 0) {
            return;
        }
        Row worst = last;
        if (page.size() == query.limit()) {
            more = true;
            if (worst != null && sign * SessionPlace.compare(
                    number, text, high, low, worst.number(), worst.text(), worst.high(), worst.low()) >= 0) {
                return;
            }
            page.poll();
        }
        page.add(new Row(number, text, high, low));
        last = page.peek();
    }

    private static byte[] nameOf(@Nullable Session session) {
        return session == null ? SessionPlace.NO_TEXT : session.clientNameBytes();
    }
}
