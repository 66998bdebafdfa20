package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.session.SessionId;
import io.sluice.gateway.store.SessionRecord;
import io.sluice.gateway.store.ShardSource;
import io.sluice.gateway.store.StoredStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What a gateway keeps for a session that it restored and whose client is away. */
class DetachedSessionMemoryTest {
    private static final int SESSIONS = 20_000;

    /** This holds what is reached. */
    private static final long MOST_BYTES = 330;

    /** Of a device that reads one partition of a topic; every string is one of its own, as after reading a record. */
    private static SessionRecord record(SessionId id, int number) {
        StoredStream stream = new StoredStream(1, copy(StoredStream.DELIVERY), copy("signage.playlists"),
                Map.of(copy("7"), 1_000_000L + number), 0, null);
        return new SessionRecord(SessionRecord.SCHEMA, id.toString(), copy(SessionRecord.DETACHED), 3,
                "screen-" + number, copy("gateway-1"), 30_000, 1_800_000_000_000L, 1_800_000_000_000L + number,
                1_800_000_030_000L + number, List.of(stream));
    }

    private static String copy(String text) {
        return String.valueOf(text.toCharArray());
    }

    private static Map<SessionId, Session> restored(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SessionRecorder nobody = new SessionRecorder() {
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
        };
        Map<SessionId, Session> sessions = new ConcurrentSkipListMap<>();
        for (int i = 0; i < SESSIONS; i++) {
            SessionRecord record = record(SessionId.random(random), i);
            Session session = Session.restore(nobody, record, "gateway-1", Instant.ofEpochMilli(i));
            sessions.put(session.id(), session);
        }
        return sessions;
    }

    @SuppressWarnings("CallToSystemGc") // What stays is what is asked for.
    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @Test
    void aDetachedSessionIsSmall() {
        restored(1);
        long before = usedHeap();
        Map<SessionId, Session> sessions = restored(2);
        long each = (usedHeap() - before) / SESSIONS;
        System.out.printf("detached: %d bytes of heap a session%n", each);
        assertThat(sessions).hasSize(SESSIONS);
        assertThat(sessions.values()).allMatch(session -> session.storedStream(1) != null);
        assertThat(each).isLessThan(MOST_BYTES);
    }
}
