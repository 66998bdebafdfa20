package io.sluice.admin.browser;

import jakarta.websocket.RemoteEndpoint;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Sends texts one after the other, never on the thread that adds them. Bounded: a browser that does not take them is
 * given up, and comes back by itself. Safe for threads.
 */
final class Outbox {
    private static final int MAX_WAITING = 512;

    private final RemoteEndpoint.Async remote;
    private final Executor executor;
    private final Runnable onGivenUp;
    private final ArrayDeque<String> waiting = new ArrayDeque<>();
    private boolean sending;
    private boolean closed;

    /** @param onGivenUp called once if it takes no more, on any thread; must not block */
    Outbox(RemoteEndpoint.Async remote, Executor executor, Runnable onGivenUp) {
        this.remote = remote;
        this.executor = executor;
        this.onGivenUp = onGivenUp;
    }

    /** Adds a text; does not wait. */
    void add(String text) {
        boolean begin;
        boolean full;
        synchronized (this) {
            full = !closed && waiting.size() >= MAX_WAITING;
            begin = !closed && !full && !sending;
            if (full) {
                closed = true;
            } else if (!closed) {
                waiting.add(text);
                sending = true;
            }
        }
        if (full) {
            onGivenUp.run();
        } else if (begin) {
            executor.execute(this::sendNext);
        }
    }

    private void sendNext() {
        String next = take();
        if (next != null) {
            remote.sendText(next, result -> {
                if (result.isOK()) {
                    executor.execute(this::sendNext);
                } else {
                    close();
                }
            });
        }
    }

    private synchronized @Nullable String take() {
        String next = closed ? null : waiting.poll();
        sending = next != null;
        return next;
    }

    /** Drops what waits. */
    synchronized void close() {
        closed = true;
        waiting.clear();
    }
}
