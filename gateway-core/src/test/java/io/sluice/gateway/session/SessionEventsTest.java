package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionEventsTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final int MOST = 3;

    private final List<Session> sessions = SyntheticSessions.create(2, 1);
    private final Session one = sessions.getFirst();
    private final Session other = sessions.getLast();

    private static List<String> details(List<SessionEvent> events) {
        return events.stream().map(SessionEvent::detail).toList();
    }

    @Test
    void theNewestAreFirstAndTheOldestGiveWay() {
        SessionEvents events = new SessionEvents(MOST);
        for (int i = 1; i <= 5; i++) {
            events.add(NOON, one, SessionEventKind.RESUMED, "number " + i);
        }

        assertThat(details(events.newest(null, 10))).containsExactly("number 5", "number 4", "number 3");
        assertThat(details(events.newest(null, 2))).containsExactly("number 5", "number 4");
    }

    @Test
    void thoseOfOneSessionAreFoundAmongOthers() {
        SessionEvents events = new SessionEvents(MOST);
        events.add(NOON, one, SessionEventKind.OPENED, "a");
        events.add(NOON, other, SessionEventKind.OPENED, "b");
        events.add(NOON, one, SessionEventKind.ENDED, "c");

        assertThat(events.newest(one.id(), 10)).containsExactly(
                new SessionEvent("2026-01-31T12:00:00Z", one.id().toString(), one.clientName(),
                        SessionEventKind.ENDED, "c"),
                new SessionEvent("2026-01-31T12:00:00Z", one.id().toString(), one.clientName(),
                        SessionEventKind.OPENED, "a"));
    }

    @Test
    void noneAreKeptWhereNoneAreWanted() {
        SessionEvents events = new SessionEvents(0);
        events.add(NOON, one, SessionEventKind.OPENED, "a");

        assertThat(events.newest(null, 10)).isEmpty();
    }
}
