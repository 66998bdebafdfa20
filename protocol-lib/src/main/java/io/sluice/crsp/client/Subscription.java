package io.sluice.crsp.client;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.Position;
import io.sluice.crsp.session.Start;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Records of a topic, in order within each partition, each exactly once however often the connection is lost: the
 * offset is the sequence number, so what came already is dropped and what is missing is asked for.
 *
 * <p>Calling {@link #next} again says that the record before is processed; its position is committed to the session
 * within a second.
 *
 * <pre>{@code
 * try (Subscription records = client.subscribe(SubscribeRequest.earliest("orders"))) {
 *     for (Delivery record = records.next(); record != null; record = records.next()) {
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>One thread may take records; the other methods may be called from any.
 */
public final class Subscription implements AutoCloseable {
    /** Records kept ready for the application. */
    private static final int MAX_RECORDS = 4096;

    /** Bytes kept ready for the application. */
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private static final long COMMIT_INTERVAL = 1_000_000_000L;

    private final SubscribeRequest request;
    private final SubscriptionListener listener;
    private final Inbox<Delivery> inbox;
    private final Wire wire;
    private final EventLoop loop;
    private final Map<Integer, Long> processed = new ConcurrentHashMap<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private @Nullable Delivery handedOut;
    private int handedOutAfterSeeks;
    private final AtomicInteger seeks = new AtomicInteger();
    private volatile @Nullable SluiceException failure;
    private volatile boolean paused;
    private volatile @Nullable Position awaited;
    private volatile boolean reached;
    private final AtomicLong repeatsDropped = new AtomicLong();

    Subscription(ClientSession session, long number, SubscribeRequest request) {
        this(session, number, request, SubscriptionListener.NONE);
    }

    Subscription(ClientSession session, long number, SubscribeRequest request, SubscriptionListener listener) {
        this(session, number, request, listener, MAX_BYTES);
    }

    Subscription(ClientSession session, long number, SubscribeRequest request, SubscriptionListener listener,
            long bufferBytes) {
        this.request = request;
        this.listener = listener;
        this.loop = session.loop();
        this.inbox = new Inbox<>(MAX_RECORDS, bufferBytes, this::onRoom);
        this.wire = new Wire(session, number);
    }

    void begin() {
        loop.execute(() -> {
            wire.session().add(wire);
            wire.scheduleCommit();
        });
    }

    void awaitBegun() throws InterruptedException, SluiceException {
        begun.await();
        SluiceException reason = failure;
        if (reason != null) {
            throw reason.again();
        }
    }

    /**
     * Waits for the next record.
     *
     * @return null once the subscription was closed
     * @throws SluiceException if the gateway ended the stream or the session is over
     */
    public @Nullable Delivery next() throws InterruptedException, SluiceException {
        markProcessed();
        return handOut(inbox.take());
    }

    /** As {@link #next}, but gives up after a while and then returns null. */
    public @Nullable Delivery poll(Duration patience) throws InterruptedException, SluiceException {
        markProcessed();
        return handOut(inbox.poll(patience));
    }

    private @Nullable Delivery handOut(@Nullable Delivery delivery) {
        handedOut = delivery;
        handedOutAfterSeeks = seeks.get();
        return delivery;
    }

    private void markProcessed() {
        Delivery last = handedOut;
        // What came before a seek says nothing of the new place.
        if (last != null && handedOutAfterSeeks == seeks.get()) {
            processed.put(last.partition(), last.offset() + 1);
        }
        handedOut = null;
    }

    private void onRoom() {
        loop.execute(() -> {
            wire.drain();
            wire.session().wakeUp();
        });
    }

    /** Stops delivery at the gateway; what is under way or kept ready still comes. */
    public void pause() {
        onLoop(() -> wire.setPaused(true));
    }

    /** Ends a pause. */
    public void resume() {
        onLoop(() -> wire.setPaused(false));
    }

    /** True if delivery is paused, by this client or by an operator. */
    public boolean isPaused() { return paused; }

    /** Goes on from elsewhere; no record from the old place is handed out once this returned. */
    public void seek(Start start) throws InterruptedException {
        seeks.incrementAndGet();
        CountDownLatch done = new CountDownLatch(1);
        onLoop(() -> {
            wire.seek(start);
            done.countDown();
        });
        done.await();
    }

    /** Goes back to where this subscription began. */
    public void restart() throws InterruptedException {
        seek(request.start());
    }

    /** Looks out for the moment when nothing before a position is left; see {@link #isReached}. */
    void await(Position position) {
        onLoop(() -> wire.await(position));
    }

    /** True once all records before the position that is awaited have been handed out or lie ready. */
    boolean isReached() {
        return reached;
    }

    /** True if no record lies ready. */
    boolean isEmpty() { return inbox.bytes() == 0; }

    /** Bytes that lie ready, with a little for each record. */
    long bufferedBytes() {
        return inbox.bytes();
    }

    /** Repeated records that were dropped because they had come before. */
    public long repeatsDropped() {
        return repeatsDropped.get();
    }

    private void onLoop(Runnable task) {
        loop.execute(() -> {
            task.run();
            wire.session().wakeUp();
        });
    }

    /** Ends the subscription; its last position is committed first. */
    @Override
    public void close() {
        markProcessed();
        onLoop(() -> {
            wire.commit();
            wire.finish();
            inbox.end(null);
        });
    }

    /** The loop's side. */
    private final class Wire extends ClientStream {
        private ErrorCode status = ErrorCode.NO_ERROR;
        private final Map<Integer, Long> next = new TreeMap<>();
        private Map<Integer, Long> committed = Map.of();
        private @Nullable Start seeking;
        private int answersAwaited;

        Wire(ClientSession session, long number) {
            super(session, number);
        }

        @Override
        Message opening() {
            Start pending = seeking;
            Start start = pending != null
                    ? pending
                    : next.isEmpty() ? request.start() : new Start.Positions(positions(next));
            // The answer on a new connection is the answer to this message alone.
            answersAwaited = 1;
            return new Message.Subscribe(
                    number(), request.topic(), request.partition(), request.filter(), start, request.reset());
        }

        @Override
        void onMessage(Message message) {
            switch (message) {
                case Message.Subscribed(List<Position> positions) -> onSubscribed(positions);
                case Message.Delivery delivery -> onDelivery(delivery);
                case Message.DeliveryState(boolean isPaused) -> paused = isPaused;
                case Message.PositionReset reset -> onPositionReset(reset);
                case Message.PartitionsAdded(List<Position> positions) -> onPartitionsAdded(positions);
                case Message.PositionReached(int partition, long offset) -> onReached(new Position(partition, offset));
                case Message.StreamStatus(ErrorCode code, String text) -> onStatus(code, text);
                case Message other ->
                    throw new TransportException(
                            ErrorCode.PROTOCOL_VIOLATION,
                            "not for a subscription: " + other.getClass().getSimpleName());
            }
        }

        private void onStatus(ErrorCode code, String text) {
            if (code != status) {
                status = code;
                listener.onStatus(code, text);
            }
        }

        private void onSubscribed(List<Position> positions) {
            // Kafka has answered; a gateway that took the session over knows nothing of what another told.
            onStatus(ErrorCode.NO_ERROR, "");
            answersAwaited--;
            if (answersAwaited > 0) {
                return;
            }
            seeking = null;
            for (Position position : positions) {
                next.put(position.partition(), position.offset());
            }
            begun.countDown();
        }

        private void onPositionReset(Message.PositionReset reset) {
            if (answersAwaited > 0) {
                return;
            }
            // May lead back, as after an unclean election: what comes then is new although its offsets are not.
            next.put(reset.partition(), reset.next());
            listener.onPositionReset(
                    reset.partition(), reset.wanted(), reset.earliest(), reset.latest(), reset.next());
        }

        private void onPartitionsAdded(List<Position> positions) {
            if (answersAwaited > 0) {
                return;
            }
            for (Position position : positions) {
                next.put(position.partition(), position.offset());
            }
            listener.onPartitionsAdded(positions);
        }

        void await(Position position) {
            awaited = position;
            reached = false;
            sendAwaited();
        }

        private void sendAwaited() {
            Position position = awaited;
            if (position != null && !reached) {
                send(new Message.AwaitPosition(position.partition(), position.offset()));
            }
        }

        private void onReached(Position position) {
            // What was asked before a seek says nothing of the new place.
            if (answersAwaited == 0 && position.equals(awaited)) {
                reached = true;
            }
        }

        private void onDelivery(Message.Delivery record) {
            if (answersAwaited > 0) {
                // From before a seek that the gateway had not seen yet.
                return;
            }
            Long expected = next.get(record.partition());
            if (expected != null && record.offset() < expected) {
                repeatsDropped.incrementAndGet();
                return;
            }
            next.put(record.partition(), record.offset() + 1);
            Delivery delivery = new Delivery(
                    request.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestampMillis(),
                    record.key(),
                    record.headers(),
                    record.value());
            inbox.put(delivery, size(record.key()) + size(record.value()) + 64);
            Position position = awaited;
            if (position != null && position.partition() == record.partition()
                    && record.offset() + 1 >= position.offset()) {
                reached = true;
            }
        }

        private static int size(byte @Nullable [] bytes) {
            return bytes == null ? 0 : bytes.length;
        }

        @Override
        boolean wantsMore() {
            return inbox.hasRoom();
        }

        @Override
        void onFailed(SluiceException reason) {
            failure = reason;
            inbox.end(reason);
            begun.countDown();
        }

        @Override
        void onAttached() {
            if (paused) {
                send(new Message.Pause());
            }
            sendAwaited();
        }

        void setPaused(boolean wanted) {
            paused = wanted;
            send(wanted ? new Message.Pause() : new Message.Resume());
        }

        void seek(Start start) {
            seeking = start;
            reached = false;
            next.clear();
            processed.clear();
            inbox.clear();
            if (isAttached()) {
                answersAwaited++;
                send(new Message.Seek(start));
                sendAwaited();
                drain();
            }
        }

        void commit() {
            Map<Integer, Long> now = Map.copyOf(processed);
            if (isAttached() && !now.isEmpty() && !now.equals(committed)) {
                committed = now;
                send(new Message.Commit(positions(now)));
            }
        }

        void scheduleCommit() {
            session().loop().schedule(COMMIT_INTERVAL, () -> {
                if (!isOver()) {
                    commit();
                    session().wakeUp();
                    scheduleCommit();
                }
            });
        }

        private static List<Position> positions(Map<Integer, Long> offsets) {
            List<Position> positions = new ArrayList<>(offsets.size());
            offsets.forEach((partition, offset) -> positions.add(new Position(partition, offset)));
            return positions;
        }
    }
}
