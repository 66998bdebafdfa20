package io.sluice.gateway.library;

import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.security.ClientSecurity;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** One thread of tasks, moved by hand; time passes only when nothing else is to do. */
final class FakeLoop implements EventLoop {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Queue<Runnable> later = new ArrayDeque<>();

    /** Does what is to be done now; returns whether there was something. */
    boolean run() {
        boolean moved = false;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            moved = true;
        }
        return moved;
    }

    /** Lets the time come of all that is planned. */
    void pass() {
        List<Runnable> due = new ArrayList<>(later);
        later.clear();
        due.forEach(Runnable::run);
    }

    @Override
    public long now() {
        return 0;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
        later.add(task);
        return () -> later.remove(task);
    }

    @Override
    public EndpointConnection connect(
            InetSocketAddress remote, ClientSecurity security, ConnectionHandler handler) {
        throw new UnsupportedOperationException();
    }
}
