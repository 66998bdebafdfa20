package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.store.SessionRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionIndexTest {
    private final List<Session> sessions = SyntheticSessions.create(2000, 7);
    private final SessionIndex index = new SessionIndex();

    SessionIndexTest() {
        sessions.forEach(index::put);
    }

    private static SessionFilter filter(@Nullable String id, @Nullable String state, @Nullable String client,
            @Nullable String topic, @Nullable String kind) {
        return new SessionFilter(id, state, client, null, topic, kind, null, null, null, null);
    }

    private static SessionQuery first(SessionFilter filter, int limit) {
        return new SessionQuery(filter, SessionOrder.ID, false, null, limit);
    }

    private static Comparator<Session> comparator(SessionOrder order) {
        Comparator<Session> first = switch (order) {
            case ID -> Comparator.comparing(any -> 0);
            case CREATED -> Comparator.comparing(Session::createdAtMillis);
            case CHANGED -> Comparator.comparing(Session::changedAtMillis);
            case STATE -> Comparator.comparing(session -> session.state().number());
            case CLIENT -> Comparator.comparing(Session::clientName);
        };
        return first.thenComparing(Session::id);
    }

    @ParameterizedTest
    @EnumSource(SessionOrder.class)
    void pagesInEveryOrderHoldEverySessionOnceAndInOrder(SessionOrder order) {
        for (boolean descending : new boolean[]{false, true}) {
            List<String> paged = new ArrayList<>();
            SessionPlace after = null;
            SessionSelection page;
            do {
                page = index.select(new SessionQuery(SessionFilter.ANY, order, descending, after, 170));
                assertThat(page.total()).isEqualTo(sessions.size());
                page.places().forEach(place -> paged.add(place.id()));
                after = page.places().getLast();
            } while (page.more());

            Comparator<Session> wanted = descending ? comparator(order).reversed() : comparator(order);
            assertThat(paged)
                    .isEqualTo(sessions.stream().sorted(wanted).map(session -> session.id().toString()).toList());
        }
    }

    @Test
    void filtersLetThroughWhatTheySay() {
        assertFilters(filter(null, SessionRecord.EXPIRED, null, null, null),
                session -> session.state() instanceof SessionState.Expired);
        assertFilters(filter("a8", null, null, null, null), session -> session.id().toString().startsWith("a8"));
        assertFilters(filter(sessions.getFirst().id().toString(), null, null, null, null),
                session -> session == sessions.getFirst());
        assertFilters(filter(sessions.getFirst().id().toString().substring(0, 20), null, null, null, null),
                session -> session == sessions.getFirst());
        assertFilters(filter(null, null, "SCREEN-12", null, null),
                session -> session.clientName().contains("Screen-12"));
        assertFilters(filter(null, null, null, "topic-3", null), session -> session.hasStream(null, "topic-3"));
        assertFilters(filter(null, null, null, "topic-3", "ingest"), session -> session.hasStream("ingest", "topic-3"));
        assertFilters(filter(null, null, null, "topic-99", null), session -> false);
        assertFilters(new SessionFilter(null, null, null, null, null, null, null, null,
                Instant.ofEpochMilli(SyntheticSessions.BEGINNING + 10_000),
                Instant.ofEpochMilli(SyntheticSessions.BEGINNING + 20_000)),
                session -> session.createdAtMillis() >= SyntheticSessions.BEGINNING + 10_000
                        && session.createdAtMillis() < SyntheticSessions.BEGINNING + 20_000);
    }

    private void assertFilters(SessionFilter filter, Predicate<Session> wanted) {
        SessionSelection found = index.select(first(filter, 5000));

        assertThat(found.places().stream().map(SessionPlace::id).toList())
                .isEqualTo(sessions.stream().filter(wanted).map(session -> session.id().toString()).sorted().toList());
        assertThat(found.total()).isEqualTo(found.places().size());
        assertThat(found.more()).isFalse();
    }

    @Test
    void aSessionThatGoesLeavesItsRowToAnother() {
        List<Session> others = SyntheticSessions.create(500, 8);
        sessions.subList(0, 500).forEach(index::remove);
        assertThat(index.select(first(SessionFilter.ANY, 1)).total()).isEqualTo(1500);

        others.forEach(index::put);

        assertThat(index.chunks()).hasSize(1);
        assertThat(index.select(first(SessionFilter.ANY, 1)).total()).isEqualTo(2000);
        assertThat(index.select(first(filter(others.getLast().id().toString(), null, null, null, null), 1)).total())
                .isEqualTo(1);
    }

    @Test
    void removingOrPuttingTwiceChangesNothing() {
        index.remove(sessions.getFirst());
        index.remove(sessions.getFirst());
        index.put(sessions.getLast());

        assertThat(index.select(first(SessionFilter.ANY, 1)).total()).isEqualTo(1999);
    }

    @Test
    void aChangeOfStateIsSeenAtOnce() {
        Session session = sessions.get(1);
        session.becomeExpired(Instant.ofEpochMilli(5), Instant.ofEpochMilli(6));
        index.put(session);

        SessionSelection found = index.select(new SessionQuery(
                filter(null, SessionRecord.EXPIRED, null, null, null), SessionOrder.CHANGED, false, null, 1));

        assertThat(found.places()).containsExactly(new SessionPlace(5, "", session.id().toString()));
    }
}
