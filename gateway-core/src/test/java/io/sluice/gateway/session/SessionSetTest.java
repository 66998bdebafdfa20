package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.session.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionSetTest {
    private final SessionSet set = new SessionSet();

    @Test
    void itIsAMapFromIdsWhateverComesAndGoes() {
        List<Session> known = SyntheticSessions.create(400, 1);
        Map<SessionId, Session> expected = new HashMap<>();
        Random random = new Random(2);
        for (int step = 0; step < 20_000; step++) {
            // Grows and shrinks in turn, so that gaps are closed in full and in nearly empty arrays.
            int bound = step / 2_000 % 2 == 0 ? 3 : 1;
            Session session = known.get(random.nextInt(known.size()));
            if (random.nextInt(4) < bound) {
                assertThat(set.put(session)).isSameAs(expected.put(session.id(), session));
            } else {
                assertThat(set.remove(session)).isEqualTo(expected.remove(session.id(), session));
            }
            assertThat(set.size()).isEqualTo(expected.size());
            Session other = known.get(random.nextInt(known.size()));
            assertThat(set.get(other.id())).isSameAs(expected.get(other.id()));
        }
        known.forEach(each -> assertThat(set.get(each.id())).isSameAs(expected.get(each.id())));
    }

    @Test
    void itsSlotsHoldEachSessionOnce() {
        List<Session> all = SyntheticSessions.create(1_000, 3);
        all.forEach(set::put);
        List<Session> found = new ArrayList<>();
        for (Session each : set.slots()) {
            if (each != null) {
                found.add(each);
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void anotherSessionOfTheSameIdIsNotTakenOut() {
        Session older = SyntheticSessions.create(1, 4).getFirst();
        Session newer = SyntheticSessions.create(1, 4).getFirst();
        set.put(older);
        assertThat(set.put(newer)).isSameAs(older);
        assertThat(set.remove(older)).isFalse();
        assertThat(set.remove(newer)).isTrue();
        assertThat(set.size()).isZero();
    }
}
