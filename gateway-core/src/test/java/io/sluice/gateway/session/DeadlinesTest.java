package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.session.SessionId;
import io.sluice.gateway.store.SessionRecord;
import io.sluice.gateway.store.ShardSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private final Deadlines deadlines = new Deadlines();
    private final Random random = new Random(7);

    private static final class Nobody implements SessionRecorder {
        @Override
        public void storeSoon(Session session) {}

        @Override
        public void storeNow(Session session, Runnable then) {}

        @Override
        public void write(Session session, ShardSource source, long sequence,
                ProducerRecord<byte[], byte[]> record, int bytes) {}

        @Override
        public void happened(Session session, SessionEventKind kind, String detail) {}

        @Override
        public void forgetProgress(Session session, long stream) {}
    }

    private Session session(long deadlineMillis) {
        SessionRecord record = new SessionRecord(SessionRecord.SCHEMA, SessionId.random(random).toString(),
                SessionRecord.DETACHED, 1, "screen", "gateway-1", 30_000, 0, 0, deadlineMillis, List.of());
        return Session.restore(new Nobody(), record, "gateway-1", Instant.ofEpochMilli(deadlineMillis));
    }

    private Session put(long afterNoon) {
        Session session = session(NOON.toEpochMilli() + afterNoon);
        deadlines.put(session);
        return session;
    }

    private List<Session> pollAll(Instant now) {
        List<Session> all = new ArrayList<>();
        for (Session due = deadlines.poll(now); due != null; due = deadlines.poll(now)) {
            all.add(due);
        }
        return all;
    }

    @Test
    void onlyThoseWhoseDeadlineHasPassedAreDue() {
        Session first = put(1);
        put(100);

        assertThat(pollAll(NOON.plusMillis(1))).isEmpty();
        assertThat(pollAll(NOON.plusMillis(2))).containsExactly(first);
        assertThat(pollAll(NOON.plusMillis(100))).isEmpty();
    }

    @Test
    void theyComeInTheOrderOfTheirDeadlines() {
        List<Long> times = new ArrayList<>();
        for (long time = 0; time < 1000; time++) {
            times.add(time / 3);
        }
        Collections.shuffle(times, random);
        times.forEach(this::put);

        assertThat(pollAll(NOON.plusSeconds(60))).hasSize(1000).extracting(Session::deadlineMillis).isSorted();
    }

    @Test
    void aChangedDeadlineCounts() {
        Session early = put(10);
        Session late = put(20);
        Session middle = put(15);

        early.becomeDetached(NOON.plus(Duration.ofMillis(30)), NOON);
        deadlines.put(early);
        late.becomeDetached(NOON.plus(Duration.ofMillis(5)), NOON);
        deadlines.put(late);

        assertThat(pollAll(NOON.plusMillis(100))).containsExactly(late, middle, early);
    }

    @Test
    void oneThatIsTakenOutIsNotDue() {
        List<Session> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(put(random.nextInt(1000)));
        }
        List<Session> removed = new ArrayList<>(all);
        Collections.shuffle(removed, random);
        removed.subList(100, 200).clear();

        removed.forEach(deadlines::remove);
        removed.forEach(deadlines::remove);

        all.removeAll(removed);
        assertThat(pollAll(NOON.plusSeconds(60))).containsExactlyInAnyOrderElementsOf(all);
    }
}
