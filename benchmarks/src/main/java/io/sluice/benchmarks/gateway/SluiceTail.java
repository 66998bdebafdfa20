package io.sluice.benchmarks.gateway;

import io.sluice.crsp.client.Delivery;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Read by clients of the gateway, each with a session and a virtual thread of its own. */
final class SluiceTail implements Tail {
    private final Clients clients;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    SluiceTail(Bed bed, String topic, List<Taker> takers) throws Exception {
        clients = new Clients(bed, "tail", takers.size());
        try {
            subscriptions.addAll(Clients.forEach(clients.all(),
                    client -> client.subscribe(SubscribeRequest.latest(topic))));
        } catch (Exception e) {
            clients.close();
            throw e;
        }
        for (int index = 0; index < takers.size(); index++) {
            Subscription subscription = subscriptions.get(index);
            Taker taker = takers.get(index);
            // Its end is told by its failure, or does not matter.
            var _ = threads.submit(() -> read(subscription, taker));
        }
    }

    private void read(Subscription subscription, Taker taker) {
        try {
            for (Delivery record = subscription.next(); record != null; record = subscription.next()) {
                taker.take(record.partition(), record.offset(), record.value());
            }
        } catch (SluiceException | RuntimeException e) {
            failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often sessions went on after a lost connection, of which there should be none. */
    long resumes() {
        return clients.all().stream().mapToLong(SluiceClient::resumes).sum();
    }

    @Override
    public void throwIfFailed() {
        Throwable first = failure.get();
        if (first != null) {
            throw new IllegalStateException("a session failed: " + first.getMessage(), first);
        }
        if (resumes() > 0) {
            throw new IllegalStateException("a session lost its connection");
        }
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        threads.close();
        clients.close();
    }
}
