package io.sluice.crsp.udp;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.stream.Stream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Clients that ask a small question again and again at a fixed pace, whether the last one was answered or not. */
final class Talkers {
    private static final int QUESTION = 64;
    private static final int AT_ONCE = 10;
    private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(1);

    private final UdpTransport transport;
    private final long period;
    private final List<Talker> all = new CopyOnWriteArrayList<>();
    private volatile boolean silent;

    /** One client; driven by its transport's thread, watched by any. */
    final class Talker implements ConnectionHandler {
        private final int number;
        private @Nullable EndpointConnection connection;
        private @Nullable Stream stream;
        private volatile long asked;
        private volatile long answered;
        private volatile @Nullable CloseReason closed;
        private volatile @Nullable String wrong;

        Talker(int number) {
            this.number = number;
        }

        @Override
        public void onEvent(EndpointConnection from, ConnectionEvent event) {
            switch (event) {
                case ConnectionEvent.Established ignored -> {
                    connection = from;
                    stream = Objects.requireNonNull(from.connection().openStream());
                    ask();
                }
                case ConnectionEvent.StreamReadable(Stream readable) -> {
                    for (byte[] message = readable.poll(); message != null; message = readable.poll()) {
                        onAnswer(message);
                    }
                }
                case ConnectionEvent.Closed(CloseReason reason) -> closed = reason;
                default -> {
                }
            }
        }

        private byte[] question(long index) {
            return ByteBuffer.allocate(QUESTION).putInt(number).putLong(index).array();
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // Written by the driver's thread alone.
        private void onAnswer(byte[] message) {
            if (!Arrays.equals(message, question(answered))) {
                wrong = "answer " + answered;
            }
            answered++;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // Written by the driver's thread alone.
        private void ask() {
            if (silent || closed != null) {
                return;
            }
            if (Objects.requireNonNull(stream).offer(question(asked))) {
                asked++;
                Objects.requireNonNull(connection).wakeUp();
            } else {
                wrong = "no room for question " + asked;
            }
            transport.loop().schedule(period, this::ask);
        }

        long answered() {
            return answered;
        }

        @Nullable
        CloseReason closed() {
            return closed;
        }

        /** What did not come back as it was sent; null if all did. */
        @Nullable
        String wrong() {
            return wrong;
        }
    }

    /** @param period nanoseconds from one question to the next */
    Talkers(UdpTransport transport, long period) {
        this.transport = transport;
        this.period = period;
    }

    /** Connects so many, a few at a time, and returns when each has had an answer. */
    void connect(int count, InetSocketAddress gateway, ClientSecurity security) {
        while (all.size() < count) {
            for (int i = 0; i < AT_ONCE && all.size() < count; i++) {
                Talker talker = new Talker(all.size());
                all.add(talker);
                transport.loop().execute(() -> transport.loop().connect(gateway, security, talker));
            }
            await(talker -> talker.answered > 0);
        }
    }

    /** Stops asking and returns when every answer has come. */
    void fallSilent() {
        silent = true;
        await(talker -> talker.answered == talker.asked);
    }

    /** Waits until all are so, or one of them is lost. */
    void await(Predicate<Talker> condition) {
        while (!all.stream().allMatch(talker -> talker.closed != null || condition.test(talker))) {
            LockSupport.parkNanos(GLANCE);
            if (Thread.interrupted()) {
                throw new AssertionError("not all clients came so far in time");
            }
        }
    }

    List<Talker> all() {
        return all;
    }

    long answered() {
        return all.stream().mapToLong(Talker::answered).sum();
    }
}
