package io.sluice.benchmarks.gateway;

import io.sluice.crsp.client.Publication;
import io.sluice.crsp.client.PublishRequest;
import io.sluice.crsp.client.SluiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Clients of the gateway, each with a session and a virtual thread of its own; as many messages wait as may. */
final class SluiceUplink implements Uplink {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final NumberedRecords messages;
    private final Clients clients;
    private final List<Publication> publications;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Long>> senders = new ArrayList<>();
    private final AtomicReference<@Nullable Latencies> latencies = new AtomicReference<>();
    private volatile boolean stopped;

    SluiceUplink(Bed bed, String topic, NumberedRecords messages, Load load) throws Exception {
        this.messages = messages;
        this.clients = new Clients(bed, "ingest", load.senders());
        PublishRequest request = PublishRequest.to(topic).withMaxUnconfirmed(load.inFlightOfEach(), 8L * 1024 * 1024);
        try {
            publications = Clients.forEach(clients.all(), client -> client.publish(request));
        } catch (Exception e) {
            clients.close();
            throw e;
        }
        for (int number = 0; number < publications.size(); number++) {
            Publication publication = publications.get(number);
            byte[] key = SenderKeys.key(number);
            long phase = number;
            senders.add(threads.submit(() -> load.isPaced()
                    ? sendPaced(publication, key, load, phase)
                    : send(publication, key, load.inFlightOfEach())));
        }
    }

    /** Full nearly always, so what is confirmed lets the next one go at once, and is seen then. */
    private long send(Publication publication, byte[] key, int inFlight) throws SluiceException, InterruptedException {
        long[] sentAt = new long[inFlight + 1];
        long sent = 0;
        long confirmed = 0;
        while (!stopped) {
            sent = publication.send(key, messages.value(sent + 1, 0));
            long now = System.nanoTime();
            Latencies wanted = latencies.get();
            for (long last = publication.lastConfirmed(); confirmed < last;) {
                confirmed++;
                if (wanted != null && confirmed < sent) {
                    wanted.add(now - sentAt[(int) (confirmed % sentAt.length)]);
                }
            }
            sentAt[(int) (sent % sentAt.length)] = now;
        }
        awaitConfirmed(publication);
        return sent;
    }

    /** One message at a time, each when it is due. */
    private long sendPaced(Publication publication, byte[] key, Load load, long phase)
            throws SluiceException, InterruptedException {
        long due = System.nanoTime() + phase * load.intervalNanos();
        long sent = 0;
        while (!stopped) {
            long now = System.nanoTime();
            if (due > now) {
                LockSupport.parkNanos(due - now);
                continue;
            }
            due += load.senders() * load.intervalNanos();
            sent = publication.send(key, messages.value(sent + 1, 0));
            awaitConfirmed(publication);
            Latencies wanted = latencies.get();
            if (wanted != null) {
                wanted.add(System.nanoTime() - now);
            }
        }
        return sent;
    }

    private static void awaitConfirmed(Publication publication) throws SluiceException, InterruptedException {
        if (!publication.awaitConfirmed(PATIENCE)) {
            throw new IllegalStateException("a message was not confirmed within " + PATIENCE.toSeconds() + " s");
        }
    }

    @Override
    public long confirmed() {
        return publications.stream().mapToLong(Publication::lastConfirmed).sum();
    }

    @Override
    public void time(Latencies kept) {
        latencies.set(kept);
    }

    @Override
    public void throwIfFailed() throws Exception {
        for (Future<Long> sender : senders) {
            if (sender.state() == Future.State.FAILED) {
                throw new IllegalStateException("a sender failed: " + sender.exceptionNow().getMessage(),
                        sender.exceptionNow());
            }
        }
    }

    @Override
    public long[] finish() throws Exception {
        stopped = true;
        long[] sent = new long[senders.size()];
        for (int number = 0; number < sent.length; number++) {
            sent[number] = senders.get(number).get(PATIENCE.toSeconds() + 5, TimeUnit.SECONDS);
        }
        return sent;
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
        publications.forEach(Publication::close);
        clients.close();
    }
}
