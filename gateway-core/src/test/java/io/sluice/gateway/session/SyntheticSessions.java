package io.sluice.gateway.session;

import io.sluice.crsp.session.SessionId;
import io.sluice.gateway.store.SessionRecord;
import io.sluice.gateway.store.ShardSource;
import io.sluice.gateway.store.StoredStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sessions as a gateway restores them, without a gateway. */
final class SyntheticSessions {
    static final long BEGINNING = 1_800_000_000_000L;

    /** What nobody writes down. */
    static final class Nobody implements SessionRecorder {
        @Override
        public void storeSoon(Session session) {}

        @Override
        public void storeNow(Session session, Runnable then) {}

        @Override
        public void write(Session session, ShardSource source, long sequence, ProducerRecord<byte[], byte[]> record,
                int bytes) {}

        @Override
        public void happened(Session session, SessionEventKind kind, String detail) {}

        @Override
        public void forgetProgress(Session session, long stream) {}
    }

    private SyntheticSessions() {}

    /** Sessions of four topics, begun a second after each other, each tenth one expired, several of a name. */
    static List<Session> create(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Nobody nobody = new Nobody();
        List<Session> sessions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            StoredStream stream = new StoredStream(1, i % 3 == 0 ? StoredStream.INGEST : StoredStream.DELIVERY,
                    "topic-" + i % 4, Map.of("0", (long) i), 0, null);
            SessionRecord record = new SessionRecord(SessionRecord.SCHEMA, SessionId.random(random).toString(),
                    i % 10 == 0 ? SessionRecord.EXPIRED : SessionRecord.DETACHED, 1,
                    "Screen-" + random.nextInt(Math.max(1, count / 3)), "gateway-1", 30_000, BEGINNING + i * 1000L,
                    BEGINNING + random.nextInt(1_000_000), BEGINNING + 30_000, List.of(stream));
            sessions.add(Session.restore(nobody, record, "gateway-1", Instant.ofEpochMilli(BEGINNING)));
        }
        return sessions;
    }
}
