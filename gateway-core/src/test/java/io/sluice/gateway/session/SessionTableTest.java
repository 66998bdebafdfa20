package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.store.ShardKeys;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where sessions are found, and how they go. */
class SessionTableTest {
    private static final int SHARDS = 4;

    private final List<Session> sessions = SyntheticSessions.create(1_000, 4650);
    private final SessionTable table = new SessionTable(id -> ShardKeys.shardOf(id, SHARDS));

    @Test
    void aShardTakesItsSessionsAlongAndNoOthers() {
        sessions.forEach(table::put);

        List<Session> gone = table.removeShard(2);

        assertThat(gone).isNotEmpty().allMatch(session -> ShardKeys.shardOf(session.id(), SHARDS) == 2);
        assertThat(table.size()).isEqualTo(sessions.size() - gone.size());
        assertThat(sessions).allMatch(session -> table.get(session.id()) == (gone.contains(session) ? null : session));
        assertThat(table.removeShard(2)).isEmpty();
    }

    @Test
    void anOlderSessionOfTheSameIdDoesNotTakeTheNewerOneAway() {
        Session older = sessions.get(0);
        Session newer = SyntheticSessions.create(1, 4650).get(0);
        table.put(older);
        table.put(newer);

        assertThat(table.size()).isEqualTo(1);
        assertThat(table.remove(older)).isFalse();
        assertThat(table.get(newer.id())).isSameAs(newer);
        assertThat(table.remove(newer)).isTrue();
        assertThat(table.size()).isZero();
    }
}
