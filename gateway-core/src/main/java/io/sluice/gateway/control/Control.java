package io.sluice.gateway.control;

import io.sluice.gateway.audit.AuditLog;
import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.delivery.DeliveryService;
import io.sluice.gateway.kafka.InternalTopics;
import io.sluice.gateway.kafka.KafkaClients;
import io.sluice.gateway.kafka.RecordWriter;
import io.sluice.gateway.kafka.TopicCatalog;
import io.sluice.gateway.library.LibraryQueries;
import io.sluice.gateway.session.Session;
import io.sluice.gateway.session.SessionAction;
import io.sluice.gateway.session.SessionAnswer;
import io.sluice.gateway.session.SessionContext;
import io.sluice.gateway.session.SessionOperations;
import io.sluice.gateway.session.SessionStream;
import io.sluice.gateway.store.StoredStream;
import jakarta.json.bind.Jsonb;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Renderers and controllers of this gateway, and what it knows of those of others. */
public final class Control implements AutoCloseable {
    private static final int RECORDS_AT_ONCE = 1000;

    private final SessionContext context;
    private final DeliveryService delivery;
    private final Items items;
    private final RecordWriter writer;
    private final ControlTopic topic;
    private final ControlService service;
    private final StreamSteering steering;
    private volatile @Nullable SessionOperations sessions;

    /** @param audit where what controllers do to streams of sessions is written down */
    public Control(
            GatewayConfig config,
            SessionContext context,
            InternalTopics topics,
            TopicCatalog catalog,
            LibraryQueries library,
            DeliveryService delivery,
            AuditLog audit,
            Jsonb jsonb,
            KafkaClients clients,
            ThreadFactory threads) {
        this.context = context;
        this.delivery = delivery;
        this.items = new Items(catalog, topics, library);
        // Of its own, so that a command waits neither for company nor behind what devices publish.
        this.writer = new RecordWriter(clients.producer("sluice-control-writer", 0), threads);
        this.topic = new ControlTopic(topics.control(), jsonb, writer,
                clients.follower("sluice-control", RECORDS_AT_ONCE), context.loop(), threads);
        this.service = new ControlService(
                context.loop(), context.clock(), config.control(), config.gatewayId(), topic, this::isOver);
        // What is not written in time is in the log, and follows when it can.
        this.steering = new StreamSteering(context.loop(), context.clock(), config.control(), config.gatewayId(), topic,
                this::act, entry -> audit.write(entry).exceptionally(failure -> null));
    }

    /** Says where sessions are looked up and steered, before the start: their manager needs the streams that are made here. */
    public void steers(SessionOperations operations) {
        sessions = operations;
    }

    private boolean isOver(String session, long stream) {
        SessionOperations present = sessions;
        return present != null && present.isOver(session, stream);
    }

    private CompletableFuture<SessionAnswer> act(String id, @Nullable Long stream, SessionAction action, String by) {
        SessionOperations present = sessions;
        return present == null
                ? CompletableFuture.completedFuture(new SessionAnswer.NotReady("its sessions"))
                : present.act(id, stream, action, by, tag -> true);
    }

    /** Reads all that is known. Blocks until it is. */
    public void start() throws InterruptedException {
        topic.start(service, steering);
        topic.awaitCaughtUp();
    }

    /** Renderers, for callers without a session. */
    public Renderers renderers() {
        return new Renderers(context.loop(), service, items::resolve);
    }

    /**
     * Has the gateway that serves a session do something to it for an operator, who may do it and of whom the caller writes
     * down that it was done. Callable from any thread.
     *
     * @param stream the number of the one stream concerned, or null for all that can
     */
    public CompletableFuture<SessionAnswer> steer(String session, @Nullable Long stream, SessionAction action) {
        CompletableFuture<SessionAnswer> answer = new CompletableFuture<>();
        context.loop().execute(() -> steering.steer(session, stream, action, answer));
        return answer;
    }

    /** Begins a renderer that has no session of the protocol. Callable from any thread. */
    public GatewayRenderer register(GatewayRenderer.Identity identity, GatewayRenderer.Events events) {
        GatewayRenderer renderer = new GatewayRenderer(context.loop(), service, delivery, identity, events);
        renderer.begin();
        return renderer;
    }

    /** The stream of a renderer. On the event loop's thread, as the others. */
    public SessionStream renderer(Session session, long number) {
        return new RendererStream(session, number, service);
    }

    /** The stream of a controller. */
    public SessionStream controller(Session session, long number) {
        return new ControllerStream(session, number, service, steering, context.loop(), items);
    }

    /** A stream that keeps a renderer's name until its client is back or its session over; null for other kinds. */
    public @Nullable SessionStream restore(Session session, StoredStream stored) {
        return stored.kind().equals(StoredStream.RENDERER) ? new RendererStream(session, stored, service) : null;
    }

    @Override
    public void close() {
        topic.close();
        writer.close();
    }
}
