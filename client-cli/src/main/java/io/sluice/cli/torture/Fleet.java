package io.sluice.cli.torture;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.crsp.client.GatewayTrust;
import io.sluice.crsp.client.PublishRequest;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.client.SubscribeRequest;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * All devices: every second one publishes; of the others every second one subscribes to a partition, the rest each to a
 * key. Not thread-safe.
 */
final class Fleet implements AutoCloseable {
    /** Messages that a publisher keeps before it waits. */
    private static final int STORE_MESSAGES = 2_000;

    private static final long STORE_BYTES = 1024 * 1024;
    private static final int CONNECTING_AT_ONCE = 8;
    private static final Duration PATIENCE_TO_CONNECT = Duration.ofMinutes(3);
    private static final long STEP_MILLIS = 50;

    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<Publisher> publishers = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> publishing = new ArrayList<>();

    Fleet(TortureSettings settings, List<InetSocketAddress> gateways, GatewayTrust trust, DownTopic down, String up) {
        for (int number = 1; number <= settings.devices(); number++) {
            if (number % 2 == 0) {
                Publisher publisher = new Publisher(number, gateways, trust,
                        PublishRequest.to(up).withMaxUnconfirmed(STORE_MESSAGES, STORE_BYTES),
                        settings.publishedPerSecond());
                publishers.add(publisher);
                devices.add(publisher);
            } else {
                Subscriber subscriber = subscriber(number, gateways, trust, down);
                subscribers.add(subscriber);
                devices.add(subscriber);
            }
        }
    }

    private static Subscriber subscriber(int number, List<InetSocketAddress> gateways, GatewayTrust trust,
            DownTopic down) {
        int index = number / 2;
        SubscribeRequest all = SubscribeRequest.earliest(down.name());
        if (index % 2 == 0) {
            int partition = index / 2 % down.partitions();
            return new Subscriber(number, gateways, trust, all.onlyPartition(partition), down.keysOf(partition));
        }
        String key = down.keys().get(index / 2 % down.keys().size());
        return new Subscriber(number, gateways, trust, all.onlyKey(key.getBytes(StandardCharsets.UTF_8)),
                List.of(key));
    }

    /** In the order of their numbers. */
    List<Device> devices() {
        return List.copyOf(devices);
    }

    List<Subscriber> subscribers() {
        return List.copyOf(subscribers);
    }

    List<Publisher> publishers() {
        return List.copyOf(publishers);
    }

    /**
     * Begins all sessions and streams, a few at a time: each takes a full handshake.
     *
     * @throws CliException if a gateway refuses one, or none answers for too long
     */
    void connect() throws CliException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_TO_CONNECT.toNanos();
        ExecutorService few = Executors.newFixedThreadPool(CONNECTING_AT_ONCE,
                Thread.ofPlatform().daemon().name("sluice-torture-connect-", 0).factory());
        try {
            List<Future<?>> all = new ArrayList<>();
            for (Device device : devices) {
                all.add(few.submit(() -> {
                    device.connect();
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SluiceException refused
                    ? GatewayFailures.translate(refused)
                    : new CliException(ExitCode.FAILURE, "a device cannot connect: " + e.getCause(), "", e);
        } catch (TimeoutException e) {
            throw new CliException(ExitCode.TIMED_OUT,
                    "not all devices were connected within " + PATIENCE_TO_CONNECT.toSeconds() + " s",
                    "See the gateways' logs, or use fewer --devices.", e);
        } finally {
            few.shutdownNow();
        }
    }

    /** Lets all of them work. */
    void start() {
        for (Subscriber each : subscribers) {
            // Its end is told by its failure, or does not matter.
            var _ = threads.submit(each::run);
        }
        for (Publisher each : publishers) {
            publishing.add(threads.submit(each::run));
        }
    }

    /** Lets publishers send nothing more, and waits until all they sent is confirmed, or they gave up, or time is up. */
    boolean drainPublishers(Duration patience) throws InterruptedException {
        publishers.forEach(Device::stop);
        return await(patience, () -> publishing.stream().allMatch(Future::isDone)
                && publishers.stream().allMatch(each -> each.confirmed() >= each.sent() || each.failure().isPresent()));
    }

    /** Waits until every subscriber has seen all that was written, or gave up, or time is up. */
    boolean drainSubscribers(Map<String, Long> written, Duration patience) throws InterruptedException {
        return await(patience, () -> subscribers.stream()
                .allMatch(each -> each.isComplete(written) || each.failure().isPresent()));
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds();
    }

    private static boolean await(Duration patience, Condition condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
        return true;
    }

    long delivered() {
        return subscribers.stream().mapToLong(each -> each.seen().count()).sum();
    }

    long sent() {
        return publishers.stream().mapToLong(each -> each.expected().sent()).sum();
    }

    long confirmed() {
        return publishers.stream().mapToLong(Publisher::confirmed).sum();
    }

    long resumes() {
        return devices.stream().mapToLong(Device::resumes).sum();
    }

    List<String> failures() {
        return devices.stream().map(Device::failure).flatMap(Optional::stream).toList();
    }

    /** What is wrong with what subscribers and the topic's reader saw. */
    Verdict check(Map<String, Long> written, Observations committed) {
        Verdict verdict = Checker.check(committed, publishers.stream().map(Publisher::expected).toList());
        for (Subscriber each : subscribers) {
            verdict = verdict.plus(Checker.check(each.seen(), each.expected(written)));
        }
        return verdict;
    }

    /** Drops all connections; what the cluster keeps of them ends with it. */
    @Override
    public void close() {
        devices.forEach(Device::close);
        threads.shutdownNow();
    }
}
