package io.sluice.gateway.session;

import io.sluice.crsp.session.SessionId;
import io.sluice.gateway.store.SessionRecord;
import io.sluice.gateway.store.StoredStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Sessions of no client, neither in Kafka nor sent anywhere, as many as are wanted: so that lists and pages can be measured
 * at a million. On the event loop's thread.
 */
final class InventedSessions {
    private static final int TOPICS = 20;
    private static final int NAMES = 50_000;
    private static final Duration AGE = Duration.ofDays(7);

    private final SplittableRandom random = new SplittableRandom(1);
    private final List<List<StoredStream>> streams = IntStream.range(0, TOPICS)
            .mapToObj(topic -> List.of(new StoredStream(1, topic % 3 == 0 ? StoredStream.INGEST : StoredStream.DELIVERY,
                    "topic-" + topic, Map.of("0", 1000L + topic), 0, null)))
            .toList();
    private final SessionRecorder recorder;
    private final String gatewayId;
    private final Instant now;

    InventedSessions(SessionRecorder recorder, String gatewayId, Instant now) {
        this.recorder = recorder;
        this.gatewayId = gatewayId;
        this.now = now;
    }

    /** One that waits for its client until tomorrow, or now and then one that is expired. */
    Session next() {
        long begun = now.toEpochMilli() - random.nextLong(AGE.toMillis());
        SessionRecord record = new SessionRecord(SessionRecord.SCHEMA, SessionId.random(random).toString(),
                random.nextInt(10) == 0 ? SessionRecord.EXPIRED : SessionRecord.DETACHED, 1 + random.nextInt(5),
                "screen-" + random.nextInt(NAMES), gatewayId, AGE.toMillis(), begun,
                begun + random.nextLong(now.toEpochMilli() - begun + 1), null, streams.get(random.nextInt(TOPICS)));
        return Session.restore(recorder, record, gatewayId, now.plus(AGE));
    }
}
