package io.sluice.benchmarks.gateway;

import io.sluice.crsp.client.ClientOptions;
import io.sluice.crsp.client.ClientRuntime;
import io.sluice.crsp.client.SluiceClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Any number of clients of the gateway on a few sockets, each with a thread of its own. */
final class Clients implements AutoCloseable {
    /** Full handshakes that may be under way: each is work for both sides. */
    private static final int AT_ONCE = 16;

    private static final long PATIENCE_SECONDS = 80;

    /** What a gateway sends to all clients of a socket at a time must fit into that socket's buffer. */
    private static final int CLIENTS_OF_A_SOCKET = 25;

    private final List<ClientRuntime> runtimes = new ArrayList<>();
    private final List<SluiceClient> all = new ArrayList<>();

    /** Connects them. */
    Clients(Bed bed, String name, int count) throws Exception {
        ClientOptions.Builder first = bed.client(name);
        for (int number = 0; number < count; number += CLIENTS_OF_A_SOCKET) {
            runtimes.add(new ClientRuntime(first.connection()));
        }
        try {
            all.addAll(forEach(IntStream.range(0, count).boxed().toList(),
                    number -> runtimes.get(number / CLIENTS_OF_A_SOCKET).connect(bed.client(name + "-" + number)
                            .build())));
        } catch (Exception e) {
            runtimes.forEach(ClientRuntime::close);
            throw e;
        }
    }

    List<SluiceClient> all() {
        return all;
    }

    /** Does something for each. */
    @FunctionalInterface
    interface Work<T, R> {
        R of(T each) throws Exception;
    }

    /** A few at a time, results in the same order. */
    static <T, R> List<R> forEach(List<T> items, Work<T, R> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE,
                Thread.ofPlatform().daemon().name("bench-clients-", 0).factory());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            List<Future<R>> under = new ArrayList<>();
            for (T item : items) {
                Callable<R> call = () -> work.of(item);
                under.add(threads.submit(call));
            }
            List<R> results = new ArrayList<>();
            for (Future<R> each : under) {
                results.add(each.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
            }
            return results;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Ends all sessions. */
    @Override
    public void close() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (SluiceClient client : all) {
                // It tells nothing, and gives up by itself.
                var _ = threads.submit(client::close);
            }
        }
        runtimes.forEach(ClientRuntime::close);
    }
}
