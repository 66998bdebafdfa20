package io.sluice.benchmarks.contestant;

import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.udp.UdpTransport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Many clients on one transport that each send a small message at a fixed pace and time its echo. The time counts from
 * when the message was due, so that whoever is held up cannot hide it. The echo is the other side's work.
 */
public final class PacedClients {
    private static final int MESSAGE = 64;
    private static final int AT_ONCE = 10;
    private static final int MAX_SAMPLES = 1 << 20;
    private static final long PATIENCE_SECONDS = 20;

    private final UdpTransport transport;
    private final long period;
    private final NumberedMessages messages = new NumberedMessages(MESSAGE);
    private final List<Client> clients = new ArrayList<>();
    private final AtomicInteger established = new AtomicInteger();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final long[] samples = new long[MAX_SAMPLES];
    private int taken;

    /**
     * @param transport whose single loop drives all clients
     * @param period nanoseconds between two messages of a client
     */
    public PacedClients(UdpTransport transport, long period) {
        this.transport = transport;
        this.period = period;
    }

    /** Connects so many clients, a few at a time, and returns when all are established. */
    public void connect(int count, InetSocketAddress gateway, ClientSecurity security) throws InterruptedException {
        long begun = System.nanoTime();
        for (int asked = 0; asked < count; asked += AT_ONCE) {
            int target = Math.min(count, asked + AT_ONCE);
            transport.loop().execute(() -> {
                while (clients.size() < target) {
                    Client client = new Client();
                    clients.add(client);
                    transport.loop().connect(gateway, security, client);
                }
            });
            while (established.get() < target) {
                throwIfFailed();
                if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                    throw new IllegalStateException(established + " of " + count + " clients were established");
                }
                Thread.sleep(1);
            }
        }
    }

    /**
     * The round trips since the last call, in nanoseconds and in rising order. Messages without an answer count with the
     * time that they have waited so far.
     */
    public long[] takeTimes() throws Exception {
        CompletableFuture<long[]> times = new CompletableFuture<>();
        transport.loop().execute(() -> {
            long now = System.nanoTime();
            for (Client client : clients) {
                for (long number = client.answered; number < client.asked; number++) {
                    add(now - client.due(number));
                }
            }
            long[] sorted = Arrays.copyOf(samples, taken);
            Arrays.sort(sorted);
            taken = 0;
            times.complete(sorted);
        });
        long[] sorted = times.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        throwIfFailed();
        return sorted;
    }

    private void add(long nanos) {
        if (taken < MAX_SAMPLES) {
            samples[taken++] = nanos;
        }
    }

    private void throwIfFailed() {
        RuntimeException first = failure.get();
        if (first != null) {
            throw new IllegalStateException("a client was not served", first);
        }
    }

    private final class Client implements ConnectionHandler {
        private @Nullable Stream stream;
        private long first;
        private long asked;
        private long answered;

        @Override
        public void onEvent(EndpointConnection connection, ConnectionEvent event) {
            try {
                switch (event) {
                    case ConnectionEvent.Established ignored -> {
                        stream = Objects.requireNonNull(connection.connection().openStream());
                        // Not all at the same moment.
                        first = System.nanoTime() + period * (established.incrementAndGet() % 50) / 50;
                        askWhenDue(connection);
                    }
                    case ConnectionEvent.StreamReadable(Stream readable) -> takeAnswers(readable);
                    case ConnectionEvent.Closed(var reason) ->
                        throw new IllegalStateException("a connection closed: " + reason);
                    default -> {
                    }
                }
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        }

        private long due(long number) {
            return first + number * period;
        }

        private void takeAnswers(Stream readable) {
            for (byte[] answer = readable.poll(); answer != null; answer = readable.poll()) {
                if (messages.read(ByteBuffer.wrap(answer)) != answered) {
                    throw new IllegalStateException("answer " + answered + " is another one");
                }
                add(System.nanoTime() - due(answered));
                answered++;
            }
        }

        private void askWhenDue(EndpointConnection connection) {
            transport.loop().schedule(Math.max(0, due(asked) - System.nanoTime()), () -> {
                ByteBuffer message = ByteBuffer.allocate(MESSAGE);
                messages.write(message, asked);
                if (!Objects.requireNonNull(stream).offer(message.array())) {
                    failure.compareAndSet(null, new IllegalStateException("no room for message " + asked));
                    return;
                }
                asked++;
                connection.wakeUp();
                askWhenDue(connection);
            });
        }
    }
}
