package io.sluice.gateway;

import io.sluice.gateway.audit.AuditLog;
import io.sluice.gateway.ban.Bans;
import io.sluice.gateway.cluster.AdvertisedAddress;
import io.sluice.gateway.cluster.Peers;
import io.sluice.gateway.cluster.ShardOwnership;
import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.control.Control;
import io.sluice.gateway.delivery.DeliveryService;
import io.sluice.gateway.ingest.IngestBudget;
import io.sluice.gateway.ingest.IngestCounters;
import io.sluice.gateway.ingest.IngestServices;
import io.sluice.gateway.kafka.InternalTopics;
import io.sluice.gateway.kafka.KafkaClients;
import io.sluice.gateway.kafka.LogFollower;
import io.sluice.gateway.kafka.RecordWriter;
import io.sluice.gateway.kafka.TopicBrowser;
import io.sluice.gateway.kafka.TopicCatalog;
import io.sluice.gateway.kafka.Topics;
import io.sluice.gateway.library.Library;
import io.sluice.gateway.library.LibraryParts;
import io.sluice.gateway.listener.CrspListener;
import io.sluice.gateway.metrics.GatewayFigures;
import io.sluice.gateway.metrics.GatewayLimits;
import io.sluice.gateway.points.Points;
import io.sluice.gateway.sequence.SequenceServices;
import io.sluice.gateway.sequence.SequenceTopic;
import io.sluice.gateway.session.SessionContext;
import io.sluice.gateway.session.SessionManager;
import io.sluice.gateway.store.CommitCounters;
import io.sluice.gateway.store.SessionCodec;
import jakarta.json.bind.Jsonb;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything of a gateway that needs Kafka: made once Kafka answers. */
final class Serving implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
    private static final long DRAIN_POLL_MILLIS = 50;
    private static final int BROWSED_AT_ONCE = 500;
    private static final int BANS_AT_ONCE = 500;

    private final GatewayConfig config;
    private final Clock clock;
    private final CrspListener listener;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final DeliveryService delivery;
    private final IngestBudget budget;
    private final IngestCounters ingest = new IngestCounters();
    private final CommitCounters commits = new CommitCounters();
    private final SessionManager sessions;
    private final Peers peers;
    private final Library library;
    private final Control control;
    private final AuditLog audit;
    private final Topics topics;
    private final Points points;
    private final Bans bans;
    private final ShardOwnership ownership;

    /**
     * What a gateway is made of.
     *
     * @param admin stays the caller's
     * @param shards how many there are
     * @param sequencePartitions of the topic of sequences
     * @param libraryPartitions of the topic with the content of the library's files
     */
    record Parts(
            GatewayConfig config,
            Jsonb jsonb,
            KafkaClients clients,
            InternalTopics topics,
            Admin admin,
            TopicCatalog catalog,
            CrspListener listener,
            int shards,
            int sequencePartitions,
            int libraryPartitions,
            Clock clock,
            ThreadFactory threads) {}

    Serving(Parts parts) {
        config = parts.config();
        clock = parts.clock();
        listener = parts.listener();
        KafkaClients clients = parts.clients();
        var loop = parts.listener().loop();
        RecordWriter writer = own(new RecordWriter(clients.producer("sluice-writer"), parts.threads()));
        delivery = own(
                new DeliveryService(loop, clients, parts.catalog(), config.delivery(), parts.threads()));
        budget = new IngestBudget(config.bufferBytes());
        SessionContext context = new SessionContext(loop, clock, new SecureRandom());
        peers = new Peers(config, parts.topics(), parts.jsonb(),
                AdvertisedAddress.of(config, parts.listener().address()), writer,
                clients.follower("sluice-peers", 500), new PeerEvents(), clock, parts.threads());
        library = own(new Library(
                new LibraryParts(config.library(), context, clients, parts.topics(), parts.catalog(), delivery, budget,
                        parts.libraryPartitions(), config.maxMessageBytes()),
                parts.threads()));
        TopicBrowser browser = new TopicBrowser(() -> clients.consumer("sluice-browser", BROWSED_AT_ONCE));
        audit = new AuditLog(parts.topics().audit(), writer::write, browser, parts.jsonb());
        control = own(new Control(config, context, parts.topics(), parts.catalog(), library.queries(), delivery,
                audit, parts.jsonb(), clients, parts.threads()));
        topics = new Topics(parts.topics(), parts.catalog(), browser, writer::write);
        points = own(new Points(
                config.points(), context, parts.topics(), parts.catalog(), clients, budget, parts.threads()));
        StreamKinds kinds = new StreamKinds(
                context, parts.catalog(), delivery,
                new IngestServices(loop, parts.catalog(), writer, budget, ingest),
                new SequenceServices(context,
                        new SequenceTopic(parts.topics().sequences(), parts.sequencePartitions()), parts.catalog(),
                        delivery),
                library,
                control,
                points);
        TopicPartition banned = new TopicPartition(parts.topics().bans(), 0);
        bans = own(new Bans(config.bans(), loop, clock, parts.jsonb(),
                LogFollower.log(parts.catalog(), writer, banned)));
        sessions = new SessionManager(config, context, kinds, peers, bans, parts.shards(), peers::signNow);
        bans.start(sessions::onBanned);
        bans.read(clients.follower("sluice-bans", BANS_AT_ONCE), banned, parts.threads());
        control.steers(sessions.operations());
        ownership = new ShardOwnership(new ShardOwnership.Surroundings(
                config, clients, parts.topics(), new SessionCodec(), parts.admin(),
                parts.catalog()::isGone, parts.catalog()::isWritable, loop::execute, sessions, commits,
                parts.threads()));
    }

    /** Begins to take shards over. Blocks until the other gateways can be heard. */
    void start() throws InterruptedException {
        peers.awaitHeard();
        control.start();
        // Nobody who is banned gets in because the gateway has just started.
        bans.awaitRead();
        listener.loop().execute(sessions::start);
        peers.tell(() -> new Peers.PeerView(sessions.shards(), sessions.count()));
        ownership.start();
    }

    Library library() {
        return library;
    }

    Control control() {
        return control;
    }

    SessionManager sessions() {
        return sessions;
    }

    Bans bans() {
        return bans;
    }

    Peers peers() {
        return peers;
    }

    AuditLog audit() {
        return audit;
    }

    Topics topics() {
        return topics;
    }

    /** What is counted; from any thread. */
    CompletableFuture<GatewayFigures> figures() {
        CompletableFuture<GatewayFigures> answer = new CompletableFuture<>();
        var loop = listener.loop();
        loop.execute(() -> answer.complete(new GatewayFigures(sessions.statistics(), loop.endpoint().statistics(),
                delivery.statistics(), commits.statistics(), delivery.latencies(), commits.latencies(),
                sessions.shards().size(), ingest.records(), ingest.bytes(), budget.used(), listener.sendBufferUsed(),
                delivery.lag(), points.pointCount(), points.seriesCount(), bans.count(), library.cacheStatistics(),
                GatewayLimits.of(config))));
        return answer;
    }

    /** True once clients are served here or can be sent to where they are. */
    boolean isReady() {
        return !sessions.shards().isEmpty() || peers.toAnother() != null;
    }

    private final class PeerEvents implements Peers.Events {
        @Override
        public void onHeard() {
            listener.loop().execute(() -> sessions.onPeersChanged());
        }

        @Override
        public void onSilent(String gateway) {
            ownership.evict(gateway);
        }
    }

    /** Hands the shards over and sends every client after them, if there is another gateway. Blocks. */
    private void drain() {
        listener.loop().execute(sessions::drain);
        peers.drain();
        ownership.close();
        long deadline = clock.millis() + config.drainTimeout().toMillis();
        if (!peers.hasOthers()) {
            return;
        }
        LOG.info("Waiting up to {} for clients to move to other gateways", config.drainTimeout());
        try {
            // One that has just joined may not have told yet what it serves: its clients wait to be sent there.
            while (clock.millis() < deadline && openConnections() > 0 && peers.hasOthers()) {
                Thread.sleep(Duration.ofMillis(DRAIN_POLL_MILLIS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long openConnections() {
        return listener.statistics().join().openConnections();
    }

    private <T extends AutoCloseable> T own(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Stops in order: nobody loses what was confirmed, and clients go on elsewhere. Blocks. */
    @Override
    public void close() {
        drain();
        listener.close();
        peers.close();
        for (AutoCloseable resource : opened) {
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("{} did not close", resource, e);
            }
        }
    }
}
