package io.sluice.admin.live;

import io.sluice.admin.problem.Problem;
import io.sluice.admin.problem.ProblemException;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Those who listen to one kind of events. Bounded in both directions: only so many listen, and one that reads slowly
 * misses events instead of making a queue. Safe for threads.
 */
public final class Listeners {
    private static final int TOO_MANY = 429;

    private final int most;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();

    private static final class Listener {
        private final SseEventSink sink;
        private final AtomicBoolean sending = new AtomicBoolean();

        private Listener(SseEventSink sink) {
            this.sink = sink;
        }
    }

    /**
     * @param most how many may listen at a time
     */
    public Listeners(int most) {
        this.most = most;
    }

    /**
     * Lets one more listen until it goes.
     *
     * @throws ProblemException 429 if there are as many as there may be
     */
    public void add(SseEventSink sink) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            throw new ProblemException(Problem.of(TOO_MANY, "TOO_MANY_LISTENERS",
                    most + " clients listen already: close some, or ask for the resource now and then instead."));
        }
        listeners.add(new Listener(sink));
    }

    /** How many listen. */
    public int count() {
        return count.get();
    }

    /** Tells all who can take it now. */
    public void send(OutboundSseEvent event) {
        for (Listener listener : listeners) {
            if (listener.sink.isClosed()) {
                remove(listener);
            } else if (listener.sending.compareAndSet(false, true)) {
                send(listener, event);
            }
        }
    }

    private void send(Listener listener, OutboundSseEvent event) {
        try {
            CompletionStage<?> sent = listener.sink.send(event);
            var _ = sent.whenComplete((done, failure) -> {
                listener.sending.set(false);
                if (failure != null) {
                    remove(listener);
                }
            });
        } catch (IllegalStateException closed) {
            remove(listener);
        }
    }

    private void remove(Listener listener) {
        if (listeners.remove(listener)) {
            count.decrementAndGet();
            listener.sink.close();
        }
    }
}
