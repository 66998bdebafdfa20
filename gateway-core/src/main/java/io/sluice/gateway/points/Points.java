package io.sluice.gateway.points;

import io.sluice.gateway.config.PointsSettings;
import io.sluice.gateway.ingest.IngestBudget;
import io.sluice.gateway.kafka.InternalTopics;
import io.sluice.gateway.kafka.KafkaClients;
import io.sluice.gateway.kafka.LogFollower;
import io.sluice.gateway.kafka.RecordWriter;
import io.sluice.gateway.kafka.TopicCatalog;
import io.sluice.gateway.session.Session;
import io.sluice.gateway.session.SessionContext;
import io.sluice.gateway.session.SessionStream;
import java.util.concurrent.ThreadFactory;
import org.apache.kafka.common.TopicPartition;

/** The data points of this gateway's cluster, as far as this gateway has read them. */
public final class Points implements AutoCloseable {
    private static final int RECORDS_AT_ONCE = 2000;

    private final RecordWriter writer;
    private final LogFollower<PointsEntry> follower;
    private final PointStore store;
    private final PointsService service;
    private final IngestBudget budget;
    private final String topic;

    /**
     * Begins to read. Callable from any thread.
     *
     * @param budget of the bytes that are on their way to Kafka; shared with other messages of clients
     */
    public Points(
            PointsSettings settings,
            SessionContext context,
            InternalTopics topics,
            TopicCatalog catalog,
            KafkaClients clients,
            IngestBudget budget,
            ThreadFactory threads) {
        this.budget = budget;
        this.topic = topics.points();
        TopicPartition partition = new TopicPartition(topic, 0);
        // Of its own: points in their thousands must not hold up the signs of life of this gateway.
        this.writer = new RecordWriter(clients.producer("sluice-points-writer"), threads);
        this.store = new PointStore(settings);
        this.follower = new LogFollower<>(
                context.loop(), LogFollower.log(catalog, writer, partition), store::apply);
        this.service = new PointsService(settings, store, follower);
        follower.read(clients.follower("sluice-points", RECORDS_AT_ONCE), partition, PointsCodec::decode, threads);
    }

    /** A stream of requests. On the event loop's thread. */
    public SessionStream stream(Session session, long number) {
        return new PointsStream(session, number, service, budget, topic);
    }

    /** Points of all series that this gateway has read. On the event loop's thread. */
    public long pointCount() {
        return store.pointCount();
    }

    /** Series that this gateway has read. On the event loop's thread. */
    public int seriesCount() {
        return store.seriesCount();
    }

    /** Callable from any thread. */
    @Override
    public void close() {
        follower.close();
        writer.close();
    }
}
