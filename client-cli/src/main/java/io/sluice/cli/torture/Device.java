package io.sluice.cli.torture;

import io.sluice.crsp.client.ClientListener;
import io.sluice.crsp.client.ClientOptions;
import io.sluice.crsp.client.ClientRuntime;
import io.sluice.crsp.client.GatewayTrust;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.client.Transport;
import io.sluice.crsp.client.TransportPolicy;
import io.sluice.crsp.session.SessionId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A device with a socket of its own, which is told from the others by its port. Its work runs on one thread; what others
 * ask of it is safe for threads.
 */
abstract sealed class Device implements AutoCloseable permits Subscriber, Publisher {
    /** No fault lasts nearly as long: a session that ends is lost. */
    private static final Duration RECONNECT_WINDOW = Duration.ofMinutes(15);

    private final int number;
    private final List<InetSocketAddress> gateways;
    private final SilenceTracker silence = new SilenceTracker(System.nanoTime());
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final ClientRuntime runtime;
    private final ClientOptions options;
    private volatile @Nullable SluiceClient client;
    private volatile int gateway;
    private volatile @Nullable String failure;

    Device(int number, List<InetSocketAddress> gateways, GatewayTrust trust) {
        this.number = number;
        this.gateways = gateways;
        // TCP would go around the links.
        ClientOptions.Builder builder = ClientOptions.builder().name("torture-" + number).trust(trust)
                .transport(TransportPolicy.UDP).reconnectWindow(RECONNECT_WINDOW).listener(new ClientListener() {
                    @Override
                    public void onConnected(SessionId session, boolean resumed, InetSocketAddress address,
                            Transport over) {
                        gateway = numberOf(address);
                    }
                });
        // Each begins with another one.
        for (int i = 0; i < gateways.size(); i++) {
            builder.gateway(gateways.get((number + i) % gateways.size()));
        }
        this.runtime = new ClientRuntime(builder.connection());
        this.options = builder.build();
    }

    private int numberOf(InetSocketAddress address) {
        for (int i = 0; i < gateways.size(); i++) {
            if (gateways.get(i).getPort() == address.getPort()) {
                return i + 1;
            }
        }
        return 0;
    }

    /** From 1. */
    final int number() {
        return number;
    }

    /** The UDP port that tells it from the others. */
    final int port() {
        return runtime.port();
    }

    /** The number of the gateway that served it last; 0 if that is none of the cluster's. */
    final int gateway() {
        return gateway;
    }

    final SilenceTracker silence() {
        return silence;
    }

    /** Why it gave up, which no fault is a reason for. */
    final Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** How often its session went on after a lost connection. */
    final long resumes() {
        SluiceClient connected = client;
        return connected == null ? 0 : connected.resumes();
    }

    /** Begins its session and its stream; waits until the gateway has begun it. Called once, before {@link #run}. */
    final void connect() throws InterruptedException, SluiceException {
        SluiceClient connected = runtime.connect(options);
        client = connected;
        begin(connected);
    }

    abstract void begin(SluiceClient connected) throws InterruptedException, SluiceException;

    /** Works until it is told to stop or interrupted, or its session ends. */
    final void run() {
        try {
            while (!stopped.get()) {
                step();
            }
        } catch (SluiceException e) {
            failure = "device " + number + " gave up: " + e.code() + ": " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A piece of work, a second at most unless it must wait for the gateway. */
    abstract void step() throws InterruptedException, SluiceException;

    final void stop() {
        stopped.set(true);
    }

    /** Drops its connection without a word; the session stays with the gateways. */
    @Override
    public final void close() {
        stop();
        runtime.close();
    }
}
