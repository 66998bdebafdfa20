package io.sluice.cli.torture;

import io.sluice.crsp.client.GatewayTrust;
import io.sluice.crsp.client.Publication;
import io.sluice.crsp.client.PublishRequest;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sends the numbers 1, 2, 3 and so on under a key of its own, at a steady pace; what is unconfirmed is kept. */
final class Publisher extends Device {
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    private final PublishRequest request;
    private final String key;
    private final long intervalNanos;
    private @Nullable Publication publication;
    private volatile long sent;
    private long confirmedBefore;
    private long nextNanos;

    Publisher(int number, List<InetSocketAddress> gateways, GatewayTrust trust, PublishRequest request,
            double perSecond) {
        super(number, gateways, trust);
        this.request = request;
        this.key = "d" + number;
        this.intervalNanos = (long) (1e9 / perSecond);
    }

    @Override
    void begin(SluiceClient connected) throws InterruptedException, SluiceException {
        publication = connected.publish(request);
        nextNanos = System.nanoTime();
    }

    private Publication open() {
        return Objects.requireNonNull(publication, "connect first");
    }

    @Override
    void step() throws InterruptedException, SluiceException {
        long number = open().send(key.getBytes(StandardCharsets.UTF_8), Numbers.format(sent + 1));
        if (number != sent + 1) {
            throw new IllegalStateException("the message after " + sent + " got the number " + number);
        }
        sent = number;
        nextNanos += intervalNanos;
        if (nextNanos - System.nanoTime() < -intervalNanos) {
            // What a full store held up is not made up for.
            nextNanos = System.nanoTime();
        }
        Duration untilNext = Duration.ofNanos(Math.max(SHORTEST_WAIT.toNanos(), nextNanos - System.nanoTime()));
        open().awaitConfirmed(untilNext);
        long confirmed = open().lastConfirmed();
        if (confirmed > confirmedBefore) {
            confirmedBefore = confirmed;
            silence().heard(System.nanoTime());
        }
        Thread.sleep(Duration.ofNanos(Math.max(0, nextNanos - System.nanoTime())));
    }

    String key() {
        return key;
    }

    long sent() {
        return sent;
    }

    /** The numbers 1 to this one are in Kafka, as the gateway says. */
    long confirmed() {
        Publication begun = publication;
        return begun == null ? 0 : begun.lastConfirmed();
    }

    Expectation expected() {
        long confirmed = confirmed();
        // A number may be handed over just before the device fails, without having been counted.
        return new Expectation(key, confirmed, Math.max(confirmed, sent));
    }
}
