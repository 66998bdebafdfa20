package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.control.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LazyStoreTest {
    private static final int SHARDS = 16;
    private static final long STEP = LazyStore.PERIOD / 64;

    private final VirtualLoop loop = new VirtualLoop();
    private final List<Session> stored = new ArrayList<>();
    private final LazyStore store = new LazyStore(loop, SHARDS, stored::add);
    private final List<Session> sessions = SyntheticSessions.create(3, 1);

    @Test
    void theSessionsOfAShardAreStoredInTheSameMoment() {
        store.add(5, sessions.get(0));
        loop.pass(Duration.ofNanos(STEP));
        store.add(5, sessions.get(1));
        store.add(5, sessions.get(2));
        assertThat(stored).isEmpty();

        int steps = 0;
        while (stored.isEmpty()) {
            loop.pass(Duration.ofNanos(STEP));
            assertThat(++steps).as("within a period").isLessThanOrEqualTo(64);
        }
        assertThat(stored).isEqualTo(sessions);
    }

    @Test
    void aSessionThatChangesAfterItWasStoredWaitsForTheNextMoment() {
        store.add(5, sessions.get(0));
        loop.pass(Duration.ofNanos(LazyStore.PERIOD));
        store.add(5, sessions.get(0));
        assertThat(stored).hasSize(1);

        loop.pass(Duration.ofNanos(LazyStore.PERIOD));
        assertThat(stored).hasSize(2);
    }

    @Test
    void shardsDoNotAllComeAtOnce() {
        for (int shard = 0; shard < SHARDS; shard++) {
            store.add(shard, sessions.get(0));
        }
        Set<Integer> counts = new HashSet<>();
        for (int step = 0; step < 64; step++) {
            loop.pass(Duration.ofNanos(STEP));
            counts.add(stored.size());
        }
        assertThat(stored).hasSize(SHARDS);
        assertThat(counts).contains(1, SHARDS / 2, SHARDS);
    }
}
