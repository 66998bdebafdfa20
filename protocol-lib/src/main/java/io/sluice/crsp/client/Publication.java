package io.sluice.crsp.client;

import io.sluice.crsp.session.Guarantee;
import io.sluice.crsp.session.Header;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.MessageDatagram;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages to a topic. Each is kept until the gateway confirms that it is in Kafka, and sent again on a new
 * connection until then, in order; {@link Guarantee} says how often it is then in Kafka. The store for them is bounded:
 * {@link #send} waits while it is full, as while Kafka is away, and {@link #trySend} refuses.
 *
 * <p>With {@link Guarantee#BEST_EFFORT} nothing is kept: a message leaves at once or is dropped, and counted in {@link
 * #dropped}.
 *
 * <pre>{@code
 * try (Publication orders = client.publish(PublishRequest.to("orders"))) {
 *     orders.send(key, value);
 *     orders.awaitConfirmed(Duration.ofSeconds(10));
 * }
 * }</pre>
 *
 * <p>Safe for threads.
 */
public final class Publication implements AutoCloseable {
    /** Messages handed to the connection at a time. */
    private static final int ROUND = 256;

    private record Pending(Message.Data message, int bytes) {}

    private final PublishRequest request;
    private final Wire wire;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeMap<Long, Pending> unconfirmed = new TreeMap<>();
    private long unconfirmedBytes;
    private long lastSequence;
    private long confirmed;
    /** Everything up to this is no longer this object's to care for. */
    private long settled;
    private long dropped;
    private boolean begun;
    private boolean closed;
    private volatile boolean paused;
    private @Nullable SluiceException failure;

    Publication(ClientSession session, long number, PublishRequest request) {
        this.request = request;
        this.wire = new Wire(session, number);
    }

    void begin() {
        wire.session().loop().execute(() -> wire.session().add(wire));
    }

    void awaitBegun() throws InterruptedException, SluiceException {
        lock.lockInterruptibly();
        try {
            while (!begun) {
                requireGood();
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void requireGood() throws SluiceException {
        if (failure != null) {
            throw failure.again();
        }
    }

    /**
     * Sends one message; blocks while too many wait for their confirmation.
     *
     * @param key may be null
     * @param value may be null, a tombstone on a compacted topic
     * @return the message's sequence number, from 1
     * @throws SluiceException if the stream failed or the session is over
     */
    public long send(byte @Nullable [] key, byte @Nullable [] value) throws InterruptedException, SluiceException {
        return send(key, List.of(), value);
    }

    /** As {@link #send(byte[], byte[])}, with headers. */
    public long send(byte @Nullable [] key, List<Header> headers, byte @Nullable [] value)
            throws InterruptedException, SluiceException {
        long sequence;
        lock.lockInterruptibly();
        try {
            while (failure == null && !closed && isFull()) {
                changed.await();
            }
            sequence = take(key, headers, value);
        } finally {
            lock.unlock();
        }
        pumpSoon();
        return sequence;
    }

    /**
     * As {@link #send(byte[], List, byte[])}, but never waits.
     *
     * @return the message's sequence number, or empty if too many wait for their confirmation: nothing was sent
     */
    public OptionalLong trySend(byte @Nullable [] key, List<Header> headers, byte @Nullable [] value)
            throws SluiceException {
        long sequence;
        lock.lock();
        try {
            if (failure == null && !closed && isFull()) {
                return OptionalLong.empty();
            }
            sequence = take(key, headers, value);
        } finally {
            lock.unlock();
        }
        pumpSoon();
        return OptionalLong.of(sequence);
    }

    private boolean isFull() {
        return unconfirmed.size() >= request.maxUnconfirmed() || unconfirmedBytes >= request.maxUnconfirmedBytes();
    }

    private long take(byte @Nullable [] key, List<Header> headers, byte @Nullable [] value) throws SluiceException {
        requireGood();
        if (closed) {
            throw new SluiceException(ErrorCode.CANCELLED, "the publication is closed");
        }
        int bytes = (key == null ? 0 : key.length) + (value == null ? 0 : value.length) + 32;
        long sequence = ++lastSequence;
        unconfirmed.put(sequence, new Pending(new Message.Data(sequence, key, headers, value), bytes));
        unconfirmedBytes += bytes;
        return sequence;
    }

    private void pumpSoon() {
        wire.session().loop().execute(() -> {
            wire.pump();
            wire.session().wakeUp();
        });
    }

    /** Messages that wait for their confirmation. */
    public int unconfirmed() {
        lock.lock();
        try {
            return unconfirmed.size();
        } finally {
            lock.unlock();
        }
    }

    /** Best-effort messages that found no connection, or no room on it. */
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** The highest sequence number that is known to be in Kafka, 0 for none; always 0 with best effort. */
    public long lastConfirmed() {
        lock.lock();
        try {
            return confirmed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until everything sent so far is in Kafka; with best effort, until it has left or was dropped.
     *
     * @return false if the time was up first
     * @throws SluiceException if the stream failed or the session is over
     */
    public boolean awaitConfirmed(Duration patience) throws InterruptedException, SluiceException {
        long nanos = patience.toNanos();
        lock.lockInterruptibly();
        try {
            long target = lastSequence;
            while (settled < target) {
                requireGood();
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Sends no more; what is under way still arrives, and what is sent meanwhile waits in the store. */
    public void pause() {
        setPaused(true);
    }

    /** Ends a pause, whoever asked for it. */
    public void resume() {
        setPaused(false);
    }

    /** True if nothing leaves, by this client's wish or another's. */
    public boolean isPaused() { return paused; }

    private void setPaused(boolean wanted) {
        wire.session().loop().execute(() -> {
            wire.setPaused(wanted);
            wire.session().wakeUp();
        });
    }

    /** Ends the publication. What is unconfirmed is given up: await it first. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        wire.session().loop().execute(wire::finish);
    }

    private void onBegun() {
        lock.lock();
        try {
            begun = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void onConfirmed(long sequence) {
        lock.lock();
        try {
            confirmed = Math.max(confirmed, sequence);
            settle(confirmed);
        } finally {
            lock.unlock();
        }
    }

    /** Best-effort messages up to this left, or so many of them found no way. */
    private void onPassed(long sequence, long lost) {
        lock.lock();
        try {
            dropped += lost;
            settle(sequence);
        } finally {
            lock.unlock();
        }
    }

    private void settle(long sequence) {
        settled = sequence;
        NavigableMap<Long, Pending> done = unconfirmed.headMap(sequence, true);
        done.values().forEach(pending -> unconfirmedBytes -= pending.bytes());
        done.clear();
        changed.signalAll();
    }

    /** The messages after this one, as many as a round of sending may take. */
    private List<Message.Data> after(long sequence) {
        lock.lock();
        try {
            return unconfirmed.tailMap(sequence, false).values().stream().limit(ROUND).map(Pending::message).toList();
        } finally {
            lock.unlock();
        }
    }

    /** The loop's side. */
    private final class Wire extends ClientStream {
        private boolean ready;
        private long sent;

        Wire(ClientSession session, long number) {
            super(session, number);
        }

        @Override
        Message opening() {
            ready = false;
            return new Message.Publish(number(), request.topic(), request.guarantee());
        }

        @Override
        void onMessage(Message message) {
            switch (message) {
                case Message.Publishing(long last) -> {
                    ready = true;
                    if (request.guarantee().isConfirmed()) {
                        sent = last;
                    }
                    onBegun();
                    pump();
                }
                case Message.Confirm(long sequence) -> onConfirmed(sequence);
                case Message.DeliveryState(boolean isPaused) -> {
                    paused = isPaused;
                    pump();
                }
                case Message other ->
                    throw new TransportException(
                            ErrorCode.PROTOCOL_VIOLATION,
                            "not for a publication: " + other.getClass().getSimpleName());
            }
        }

        void setPaused(boolean wanted) {
            if (paused != wanted) {
                paused = wanted;
                send(wanted ? new Message.Pause() : new Message.Resume());
                pump();
            }
        }

        @Override
        void onAttached() {
            if (paused) {
                send(new Message.Pause());
            }
        }

        void pump() {
            if (!request.guarantee().isConfirmed()) {
                passOn();
                return;
            }
            while (ready && !paused && isAttached() && !isOver()) {
                List<Message.Data> batch = after(sent);
                if (batch.isEmpty()) {
                    return;
                }
                for (Message.Data message : batch) {
                    if (!offer(message)) {
                        return;
                    }
                    sent = message.sequence();
                }
            }
        }

        private void passOn() {
            for (List<Message.Data> batch = after(sent); !batch.isEmpty() && !isOver(); batch = after(sent)) {
                long lost = batch.stream().filter(message -> !leaves(message)).count();
                sent = batch.getLast().sequence();
                onPassed(sent, lost);
            }
        }

        /** In a datagram; what fits into none goes on the stream, if that has room. */
        private boolean leaves(Message.Data message) {
            if (!ready || paused || !isAttached()) {
                return false;
            }
            byte[] datagram = new MessageDatagram(number(), message).encode();
            return session().maxDatagramPayload() >= datagram.length
                    ? session().sendDatagram(datagram)
                    : offer(message);
        }

        @Override
        void onWritable() {
            if (request.guarantee().isConfirmed()) {
                pump();
            }
        }

        @Override
        boolean wantsMore() {
            return true;
        }

        @Override
        void onFailed(SluiceException reason) {
            lock.lock();
            try {
                failure = reason;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
