package io.sluice.e2e.scenario;

import io.sluice.cli.check.DeliveryChecker;
import io.sluice.cli.check.DeliveryReport;
import io.sluice.crsp.client.Delivery;
import io.sluice.crsp.client.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes the numbers from 1 on from a subscription on a thread of its own, and checks each. */
public final class Receiver {
    /** How long nothing more may come after the last number. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    /** Shorter pauses are no silence. */
    private static final Duration NOTICEABLE = Duration.ofMillis(500);

    private final Subscription subscription;
    private final DeliveryChecker checker;
    private final List<Duration> silences = new CopyOnWriteArrayList<>();
    private final Future<DeliveryReport> ended;
    private volatile long delivered;

    /**
     * Begins.
     *
     * @param count how many numbers must come
     */
    Receiver(Subscription subscription, long count, ExecutorService executor) {
        this.subscription = subscription;
        this.checker = DeliveryChecker.ofNumbers(1, count);
        this.ended = executor.submit(this::run);
    }

    private DeliveryReport run() throws Exception {
        long last = System.nanoTime();
        while (!checker.complete()) {
            Delivery record = subscription.next();
            if (record == null) {
                break;
            }
            long now = System.nanoTime();
            Duration silence = Duration.ofNanos(now - last);
            if (silence.compareTo(NOTICEABLE) > 0) {
                silences.add(silence);
            }
            last = now;
            accept(record);
        }
        for (Delivery more = subscription.poll(QUIET); more != null; more = subscription.poll(QUIET)) {
            accept(more);
        }
        return checker.report();
    }

    private void accept(Delivery record) {
        byte[] value = record.value();
        checker.accept(record.partition(), record.offset(), value == null ? new byte[0] : value);
        delivered = checker.delivered();
    }

    /** Waits until this many have come. */
    public void awaitDelivered(long count, Duration patience) throws Exception {
        Await.until("record " + count, patience, () -> {
            if (ended.isDone()) {
                // Throws what ended it.
                ended.get();
            }
            return delivered >= count;
        });
    }

    /** How many have come. */
    public long delivered() {
        return delivered;
    }

    /** Waits until all have come, and nothing after them. */
    public DeliveryReport awaitEnd(Duration patience) throws Exception {
        try {
            return ended.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("only " + delivered + " came within " + patience.toSeconds() + " s", e);
        }
    }

    /** Times without a record that are longer than half a second, in the order they happened. */
    public List<Duration> silences() {
        return List.copyOf(silences);
    }
}
