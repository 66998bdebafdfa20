package io.sluice.crsp.client;

import io.sluice.crsp.session.SessionId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A session with a gateway. It reconnects and resumes on its own; streams begun on it outlive connections and end
 * only with the session.
 *
 * <pre>{@code
 * ClientOptions options = ClientOptions.builder().gateway(address).build();
 * try (SluiceClient client = SluiceClient.connect(options);
 *         Subscription records = client.subscribe(SubscribeRequest.earliest("orders"))) {
 *     Delivery first = records.next();
 * }
 * }</pre>
 *
 * <p>Safe for threads.
 */
public final class SluiceClient implements AutoCloseable {
    private static final long CLOSE_SECONDS = 8;

    private final ClientRuntime runtime;
    private final boolean ownsRuntime;
    private final ClientSession session;
    private final SessionId id;

    private SluiceClient(ClientRuntime runtime, boolean ownsRuntime, ClientSession session, SessionId id) {
        this.runtime = runtime;
        this.ownsRuntime = ownsRuntime;
        this.session = session;
        this.id = id;
    }

    /**
     * Begins a session with a socket and a thread of its own, and waits until a gateway has opened it.
     *
     * @throws SluiceException if a gateway refuses, or none could be reached within the policy's attempts
     */
    public static SluiceClient connect(ClientOptions options) throws InterruptedException, SluiceException {
        return begin(new ClientRuntime(options.connection()), true, options);
    }

    static SluiceClient begin(ClientRuntime runtime, boolean owned, ClientOptions options)
            throws InterruptedException, SluiceException {
        ClientSession session = new ClientSession(runtime.loop(), options, runtime.random());
        runtime.loop().execute(session::connect);
        boolean opened = false;
        try {
            SessionId id = session.firstOpened().get();
            opened = true;
            return new SluiceClient(runtime, owned, session, id);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SluiceException reason) {
                throw reason.again();
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (!opened) {
                runtime.loop().execute(session::close);
                if (owned) {
                    runtime.close();
                }
            }
        }
    }

    /** The session's name, for operators and logs. */
    public SessionId sessionId() {
        return id;
    }

    /** How often the session went on after a lost connection. */
    public long resumes() {
        return session.resumes();
    }

    /**
     * Begins the delivery of a topic and waits until the gateway has begun it.
     *
     * @throws SluiceException if the gateway refuses, as for an unknown topic, or the session is over
     */
    public Subscription subscribe(SubscribeRequest request) throws InterruptedException, SluiceException {
        return subscribe(request, SubscriptionListener.NONE);
    }

    /**
     * As the other.
     *
     * @param listener told when positions are gone, partitions come, or Kafka is waited for; from before this returns
     */
    public Subscription subscribe(SubscribeRequest request, SubscriptionListener listener)
            throws InterruptedException, SluiceException {
        Subscription subscription = new Subscription(session, session.takeNumber(), request, listener);
        subscription.begin();
        subscription.awaitBegun();
        return subscription;
    }

    /**
     * Begins to publish to a topic and waits until the gateway is ready for it.
     *
     * @throws SluiceException if the gateway refuses or the session is over
     */
    public Publication publish(PublishRequest request) throws InterruptedException, SluiceException {
        Publication publication = new Publication(session, session.takeNumber(), request);
        publication.begin();
        publication.awaitBegun();
        return publication;
    }

    /**
     * Asks for a sequence of numbers and waits until the gateway has begun it.
     *
     * @throws SluiceException if the gateway refuses or the session is over
     */
    public SequenceReceiver sequence(SequenceRequest request) throws InterruptedException, SluiceException {
        SequenceReceiver receiver = new SequenceReceiver(session, session.takeNumber(), request);
        receiver.begin();
        receiver.awaitBegun();
        return receiver;
    }

    /** The files that the gateways keep in Kafka. */
    public Library library() {
        return new Library(session);
    }

    /** The data points that the gateways keep in Kafka. To be closed by the caller. */
    public DataPoints dataPoints() throws InterruptedException {
        DataPoints points = new DataPoints(session, session.takeNumber());
        points.begin();
        return points;
    }

    /**
     * Begins a renderer and waits until controllers can see it.
     *
     * @param name 1 to 255 bytes of UTF-8 without control characters; of one session only at a time
     * @param kind what it is, for people, in at most 64 characters
     * @throws SluiceException if another renderer has the name, or the session is over
     */
    public Renderer renderer(String name, String kind, RendererListener listener)
            throws InterruptedException, SluiceException {
        Renderer renderer = new Renderer(session, session.takeNumber(), name, kind, listener);
        renderer.begin();
        renderer.awaitRegistered();
        return renderer;
    }

    /**
     * Begins a renderer that plays what controllers tell it, and waits until they can see it.
     *
     * @param name as for {@link #renderer}
     * @param output closed by the player, item by item
     * @throws SluiceException if another renderer has the name, or the session is over
     */
    public Player player(
            String name, String kind, PlayerSettings settings, PlayerOutput output, PlayerListener listener)
            throws InterruptedException, SluiceException {
        Player player = new Player(this, settings, output, listener);
        player.begin(name, kind);
        return player;
    }

    /**
     * Begins a controller and waits until it has seen every renderer.
     *
     * @throws SluiceException if the session is over
     */
    public Controller controller(ControllerListener listener) throws InterruptedException, SluiceException {
        Controller controller = new Controller(session, session.takeNumber(), listener);
        controller.begin();
        controller.awaitListed();
        return controller;
    }

    /** As the other, for one that only commands. */
    public Controller controller() throws InterruptedException, SluiceException {
        return controller(ControllerListener.NONE);
    }

    /** As {@link #subscribe}, but does not wait, and receives only so many bytes ahead. */
    Subscription subscribeAhead(SubscribeRequest request, long bufferBytes) {
        Subscription subscription = new Subscription(
                session, session.takeNumber(), request, SubscriptionListener.NONE, bufferBytes);
        subscription.begin();
        return subscription;
    }

    /** A snapshot of counters. */
    public ClientStatistics statistics() throws InterruptedException {
        return onLoop(() -> new ClientStatistics(session.resumes(), session.connectionStatistics()));
    }

    private <T> T onLoop(Supplier<T> question) throws InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        runtime.loop().execute(() -> answer.complete(question.get()));
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Ends the session, here and at the gateway; waits a few seconds for the orderly end. */
    @Override
    public void close() {
        runtime.loop().execute(session::close);
        try {
            session.ended().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            // The gateway gives the session up by itself once its reconnect window is over.
            session.ended().complete(null);
        }
        if (ownsRuntime) {
            runtime.close();
        }
    }
}
