package io.sluice.cli.torture;

import io.sluice.crsp.client.Delivery;
import io.sluice.crsp.client.GatewayTrust;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Receives the numbers of one key, or of all keys of one partition. */
final class Subscriber extends Device {
    private static final Duration STEP = Duration.ofMillis(250);

    private final SubscribeRequest request;
    private final List<String> keys;
    private final Observations seen;
    private @Nullable Subscription subscription;

    /** @param keys that it must see, all of them */
    Subscriber(int number, List<InetSocketAddress> gateways, GatewayTrust trust, SubscribeRequest request,
            List<String> keys) {
        super(number, gateways, trust);
        this.request = request;
        this.keys = keys;
        this.seen = new Observations("device " + number);
    }

    @Override
    void begin(SluiceClient connected) throws InterruptedException, SluiceException {
        subscription = connected.subscribe(request);
    }

    @Override
    void step() throws InterruptedException, SluiceException {
        Subscription open = subscription;
        if (open == null) {
            throw new IllegalStateException("connect first");
        }
        Delivery record = open.poll(STEP);
        if (record != null) {
            silence().heard(System.nanoTime());
            seen.saw(text(record.key()), Numbers.parse(record.value()), record.partition(), record.offset());
        }
    }

    private static String text(byte @Nullable [] key) {
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }

    Observations seen() {
        return seen;
    }

    /** Whether it has seen everything that was written. */
    boolean isComplete(Map<String, Long> written) {
        return keys.stream().allMatch(key -> seen.distinct(key) >= written.getOrDefault(key, 0L));
    }

    /** What it must have seen, given what was written. */
    List<Expectation> expected(Map<String, Long> written) {
        return keys.stream().map(key -> {
            long last = written.getOrDefault(key, 0L);
            return new Expectation(key, last, last);
        }).toList();
    }
}
