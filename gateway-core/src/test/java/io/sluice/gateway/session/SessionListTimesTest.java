package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.store.SessionRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What pages of a long list cost; {@code -Dsluice.sessions=1000000} for as many as a gateway holds. It prints the times
 * and asserts none: how busy the machine is, nobody knows.
 */
class SessionListTimesTest {
    private static final int SESSIONS = Integer.getInteger("sluice.sessions", 50_000);
    private static final int ROUNDS = 21;
    private static final int PAGE = 100;

    private static SessionFilter filter(String id, String state, String client, String topic) {
        return new SessionFilter(empty(id), empty(state), empty(client), null, empty(topic), null, null, null,
                null, null);
    }

    private static @Nullable String empty(String text) {
        return text.isEmpty() ? null : text;
    }

    @Test
    void everyPageIsFoundInOnePass() {
        List<Session> sessions = SyntheticSessions.create(SESSIONS, 1);
        SessionIndex index = new SessionIndex();
        sessions.forEach(index::put);
        SessionPlace middle = place(index, SessionOrder.ID);

        time(index, "first page by id", new SessionQuery(SessionFilter.ANY, SessionOrder.ID, false, null, PAGE));
        time(index, "deep page by id", new SessionQuery(SessionFilter.ANY, SessionOrder.ID, false, middle, PAGE));
        time(index, "first page of 1000", new SessionQuery(SessionFilter.ANY, SessionOrder.ID, false, null, 1000));
        for (SessionOrder order : SessionOrder.values()) {
            time(index, "newest or last by " + order, new SessionQuery(SessionFilter.ANY, order, true, null, PAGE));
            time(index, "deep page by " + order,
                    new SessionQuery(SessionFilter.ANY, order, false, place(index, order), PAGE));
        }
        time(index, "of a state",
                new SessionQuery(filter("", SessionRecord.EXPIRED, "", ""), SessionOrder.CREATED, true,
                        null, PAGE));
        time(index, "of a prefix of the id",
                new SessionQuery(filter("a8", "", "", ""), SessionOrder.ID, false, null, PAGE));
        time(index, "of a name", new SessionQuery(filter("", "", "screen-12", ""), SessionOrder.ID, false, null, PAGE));
        time(index, "of a topic",
                new SessionQuery(filter("", "", "", "topic-3"), SessionOrder.CREATED, true, null, PAGE));
        time(index, "of a topic that nobody reads",
                new SessionQuery(filter("", "", "", "topic-99"), SessionOrder.ID, false, null, PAGE));
    }

    /** About the middle of the list. */
    private static SessionPlace place(SessionIndex index, SessionOrder order) {
        SessionSelection found = index.select(new SessionQuery(SessionFilter.ANY, order, false, null, SESSIONS / 2));
        return found.places().getLast();
    }

    private static void time(SessionIndex index, String what, SessionQuery query) {
        long[] nanos = new long[ROUNDS];
        long total = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            total = index.select(query).total();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(Locale.ROOT, "%,d sessions, %-30s %,9d found, median %6.2f ms, slowest %6.2f ms%n", SESSIONS,
                what, total, millis(nanos[ROUNDS / 2]), millis(nanos[ROUNDS - 1]));
        assertThat(total).isLessThanOrEqualTo(SESSIONS);
    }

    private static double millis(long nanos) {
        return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
