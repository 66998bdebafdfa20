package io.sluice.gateway.control;

import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.security.ClientSecurity;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/** An event loop whose time goes by only when it is told to. */
public final class VirtualLoop implements EventLoop {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now;
    private long count;

    private record Task(long at, long number, Runnable work) {}

    @Override
    public long now() {
        return now;
    }

    @Override
    public void execute(Runnable task) {
        schedule(0, task);
    }

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
        Task added = new Task(now + delayNanos, count++, task);
        tasks.add(added);
        return () -> tasks.remove(added);
    }

    @Override
    public EndpointConnection connect(
            InetSocketAddress remote, ClientSecurity security, ConnectionHandler handler) {
        throw new UnsupportedOperationException("there is no network");
    }

    /** Does what is due. */
    public void run() {
        pass(Duration.ZERO);
    }

    /** Lets time go by, and does what becomes due. */
    public void pass(Duration time) {
        long end = now + time.toNanos();
        for (Task next = tasks.peek(); next != null && next.at() <= end; next = tasks.peek()) {
            tasks.remove();
            now = Math.max(now, next.at());
            next.work().run();
        }
        now = end;
    }

    /** The time of the day by this loop. */
    public Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() { return ZoneOffset.UTC; }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("UTC only");
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(1_800_000_000_000L).plusNanos(now);
            }
        };
    }
}
