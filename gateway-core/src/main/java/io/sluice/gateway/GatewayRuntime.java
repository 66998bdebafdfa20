package io.sluice.gateway;

import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.MessageCodec;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.audit.AuditLog;
import io.sluice.gateway.ban.Bans;
import io.sluice.gateway.cluster.Peers;
import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.control.Control;
import io.sluice.gateway.kafka.InternalTopics;
import io.sluice.gateway.kafka.KafkaClients;
import io.sluice.gateway.kafka.KafkaHealth;
import io.sluice.gateway.kafka.TopicCatalog;
import io.sluice.gateway.kafka.Topics;
import io.sluice.gateway.library.Library;
import io.sluice.gateway.listener.CrspListener;
import io.sluice.gateway.metrics.GatewayFigures;
import io.sluice.gateway.session.SessionManager;
import jakarta.json.bind.Jsonb;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole gateway without its container: binds the listener, waits for Kafka, takes shards over and serves
 * their sessions. Start and stop it once; the rest may be asked from any thread.
 */
public final class GatewayRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayRuntime.class);
    private static final long RETRY_MILLIS = 1000;
    private static final long READY_POLL_MILLIS = 50;

    private final Jsonb jsonb;
    private final GatewayConfig config;
    private final KafkaClients clients;
    private final ThreadFactory threads;
    private final InternalTopics topics;
    private final Clock clock;
    private final Thread main;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private volatile boolean closed;
    private volatile @Nullable CrspListener listener;
    private volatile @Nullable KafkaHealth kafka;
    private volatile @Nullable Serving serving;
    private volatile String waitingFor = "the start";

    /**
     * @param jsonb of the container; must be made on a thread that has its context
     * @param threads makes the gateway's own threads
     */
    public GatewayRuntime(Jsonb jsonb, GatewayConfig config, KafkaClients clients, ThreadFactory threads, Clock clock) {
        this.jsonb = jsonb;
        this.config = config;
        this.topics = new InternalTopics(config.clusterName());
        this.clients = clients;
        this.threads = threads;
        this.clock = clock;
        this.main = threads.newThread(this::run);
    }

    /** Begins; everything that is missing is waited for. */
    public void start() {
        main.start();
    }

    private void run() {
        try {
            CrspListener bound = bind();
            Admin admin = own(clients.admin("sluice-admin"));
            KafkaHealth health = new KafkaHealth(admin, clock);
            kafka = health;
            awaitKafka(admin, health);
            serve(bound, admin, health);
        } catch (InterruptedException e) {
            LOG.debug("The gateway was told to stop while it was starting");
        } catch (RuntimeException | ServiceConfigurationError e) {
            waitingFor = "nothing more: it failed with " + e;
            LOG.error("The gateway fails", e);
        }
    }

    private CrspListener bind() throws InterruptedException {
        while (true) {
            try {
                CrspListener bound = own(CrspListener.open(config, remote -> newConnection(), threads));
                listener = bound;
                LOG.info("Listening for CRSP on UDP {}", bound.address());
                return bound;
            } catch (IOException e) {
                waitingFor = "UDP " + config.host() + ":" + config.port() + ", which cannot be bound ("
                        + e.getMessage() + "): end what uses it, or set sluice.crsp.port";
                LOG.error("Waiting for {}", waitingFor);
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    private ConnectionHandler newConnection() {
        Serving now = serving;
        return now != null ? now.sessions().newConnection() : GatewayRuntime::refuseForNow;
    }

    private static void refuseForNow(EndpointConnection connection, ConnectionEvent event) {
        if (event instanceof ConnectionEvent.StreamReadable(Stream stream)
                && stream.poll() != null) {
            stream.offer(MessageCodec.encode(
                    new Message.Failure(ErrorCode.NOT_READY, "the gateway is starting or waits for Kafka")));
            stream.finish();
        }
    }

    private void awaitKafka(Admin admin, KafkaHealth health) throws InterruptedException {
        boolean said = false;
        while (true) {
            try {
                topics.ensure(admin, config);
                health.ask();
                return;
            } catch (ExecutionException | TimeoutException e) {
                String reason = e.getMessage() == null ? "no answer in time" : e.getMessage();
                waitingFor = "Kafka at " + config.bootstrapServers() + " (" + reason
                        + "): start it, or set sluice.kafka.bootstrap.servers";
                if (!said) {
                    said = true;
                    LOG.error("Waiting for {}", waitingFor);
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    private void serve(CrspListener bound, Admin admin, KafkaHealth health) throws InterruptedException {
        waitingFor = "the stored sessions to be read";
        TopicCatalog catalog = new TopicCatalog(admin);
        int shards = retrying(() -> catalog.partitions(topics.sessions()).join().size());
        int sequencePartitions = retrying(() -> catalog.partitions(topics.sequences()).join().size());
        int libraryPartitions = retrying(() -> catalog.partitions(topics.libraryContent()).join().size());
        Serving begun = own(new Serving(new Serving.Parts(
                config, jsonb, clients, topics, admin, catalog, bound, shards, sequencePartitions, libraryPartitions,
                clock, threads)));
        begun.start();
        while (!closed) {
            health.ask();
            if (serving == null && begun.isReady()) {
                serving = begun;
                waitingFor = "nothing";
                LOG.info("Serving shards {} of {}", begun.sessions().shards(), shards);
            }
            TimeUnit.MILLISECONDS.sleep(READY_POLL_MILLIS);
        }
    }

    private <T> T retrying(Supplier<T> step) throws InterruptedException {
        while (true) {
            try {
                return step.get();
            } catch (KafkaException | CompletionException e) {
                LOG.warn("Kafka is away while the gateway starts; trying again: {}", e.toString());
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    private <T extends AutoCloseable> T own(T resource) {
        synchronized (opened) {
            opened.push(resource);
        }
        return resource;
    }

    /** The sessions, or null while the gateway is starting. */
    public @Nullable SessionManager sessions() {
        Serving now = serving;
        return now == null ? null : now.sessions();
    }

    /** The other gateways, or null while this one is starting. */
    public @Nullable Peers peers() {
        Serving now = serving;
        return now == null ? null : now.peers();
    }

    /** What operators did, or null while the gateway is starting. */
    public @Nullable AuditLog audit() {
        Serving now = serving;
        return now == null ? null : now.audit();
    }

    /** The bans, or null while the gateway is starting. */
    public @Nullable Bans bans() {
        Serving now = serving;
        return now == null ? null : now.bans();
    }

    /** The topics, or null while the gateway is starting. */
    public @Nullable Topics topics() {
        Serving now = serving;
        return now == null ? null : now.topics();
    }

    /** The library, or null while the gateway is starting. */
    public @Nullable Library library() {
        Serving now = serving;
        return now == null ? null : now.library();
    }

    /** Renderers and controllers, or null while the gateway is starting. */
    public @Nullable Control control() {
        Serving now = serving;
        return now == null ? null : now.control();
    }

    /** The listener, or null while it is not bound. */
    public @Nullable CrspListener listener() {
        return listener;
    }

    /** What is known of Kafka's health, or null before the listener is bound. */
    public @Nullable KafkaHealth kafka() {
        return kafka;
    }

    /** What is counted, or null while the gateway is starting. */
    public CompletableFuture<@Nullable GatewayFigures> figures() {
        Serving now = serving;
        return now == null ? CompletableFuture.completedFuture(null) : now.figures().thenApply(figures -> figures);
    }

    /** What the start waits for, for people. */
    public String waitingFor() {
        return waitingFor;
    }

    /** Sends clients to other gateways, if there are any; sessions stay in Kafka. */
    @Override
    public void close() {
        closed = true;
        main.interrupt();
        try {
            main.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (opened) {
            for (AutoCloseable resource = opened.poll(); resource != null; resource = opened.poll()) {
                closeQuietly(resource);
            }
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.warn("{} did not close", resource, e);
        }
    }
}
