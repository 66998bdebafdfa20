package io.sluice.crsp.client;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.SequenceNumbers;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Receives a generated sequence, in order by index, each number once, and compares checksums at the end. One thread
 * takes the numbers.
 */
public final class SequenceReceiver implements AutoCloseable {
    private static final int MAX_READY = 4096;

    private final SequenceRequest request;
    private final Inbox<SequenceItem> inbox;
    private final Wire wire;
    private final CompletableFuture<Integer> length = new CompletableFuture<>();
    private volatile @Nullable SequenceResult result;
    private volatile boolean paused;

    SequenceReceiver(ClientSession session, long number, SequenceRequest request) {
        this.request = request;
        this.inbox = new Inbox<>(MAX_READY, Long.MAX_VALUE, this::onRoom);
        this.wire = new Wire(session, number);
    }

    void begin() {
        wire.session().loop().execute(() -> wire.session().add(wire));
    }

    void awaitBegun() throws InterruptedException, SluiceException {
        try {
            length.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SluiceException reason) {
                throw reason.again();
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void onRoom() {
        onLoop(wire::drain);
    }

    private void onLoop(Runnable task) {
        wire.session().loop().execute(() -> {
            task.run();
            wire.session().wakeUp();
        });
    }

    /** How many numbers there are; drawn by the gateway if none was asked for. */
    public int length() {
        return length.getNow(0);
    }

    /**
     * Waits for the next number.
     *
     * @return null at the end
     * @throws SluiceException if the session or the stream is over before the end
     */
    public @Nullable SequenceItem next() throws InterruptedException, SluiceException {
        return inbox.take();
    }

    /** As {@link #next}, but gives up after a while and then returns null. */
    public @Nullable SequenceItem poll(Duration patience) throws InterruptedException, SluiceException {
        return inbox.poll(patience);
    }

    /** Both checksums, once {@link #next} returned null at the end; null before. */
    public @Nullable SequenceResult verify() {
        return inbox.isExhausted() ? result : null;
    }

    /** Has the gateway send no more; what is under way or lies ready still comes. */
    public void pause() {
        onLoop(() -> wire.setPaused(true));
    }

    /** Ends a pause. */
    public void resume() {
        onLoop(() -> wire.setPaused(false));
    }

    /** True if nothing is sent, by this client's wish or another's. */
    public boolean isPaused() { return paused; }

    /** Gives the sequence up. */
    @Override
    public void close() {
        wire.session().loop().execute(wire::finish);
    }

    /** The loop's side. */
    private final class Wire extends ClientStream {
        private final SequenceNumbers numbers = new SequenceNumbers();
        private long nextIndex;

        Wire(ClientSession session, long number) {
            super(session, number);
        }

        @Override
        Message opening() {
            int wanted = length.isDone() ? length() : request.length();
            return new Message.SequenceRequest(number(), wanted, request.interval(), nextIndex);
        }

        @Override
        void onMessage(Message message) {
            switch (message) {
                case Message.SequenceStarted started -> length.complete(started.length());
                case Message.SequenceItem(long index, long value) -> onItem(index, value);
                case Message.SequenceEnd(byte[] checksum) -> onEnd(checksum);
                case Message.DeliveryState(boolean isPaused) -> paused = isPaused;
                case Message other ->
                    throw new TransportException(
                            ErrorCode.PROTOCOL_VIOLATION,
                            "not for a sequence: " + other.getClass().getSimpleName());
            }
        }

        void setPaused(boolean wanted) {
            if (paused != wanted) {
                paused = wanted;
                send(wanted ? new Message.Pause() : new Message.Resume());
            }
        }

        @Override
        void onAttached() {
            if (paused) {
                send(new Message.Pause());
            }
        }

        private void onItem(long index, long value) {
            if (index < nextIndex) {
                return;
            }
            if (index > nextIndex) {
                throw new TransportException(
                        ErrorCode.PROTOCOL_VIOLATION, "number " + nextIndex + " of the sequence is missing");
            }
            nextIndex++;
            numbers.add(value);
            inbox.put(new SequenceItem(index, value), Long.BYTES);
        }

        private void onEnd(byte[] gatewayChecksum) {
            if (nextIndex != length()) {
                throw new TransportException(ErrorCode.PROTOCOL_VIOLATION, "the sequence ended early");
            }
            byte[] local = numbers.checksum();
            HexFormat hex = HexFormat.of();
            result = new SequenceResult(hex.formatHex(local), hex.formatHex(gatewayChecksum));
            send(new Message.SequenceVerified(local));
            finish();
            inbox.end(null);
        }

        @Override
        boolean wantsMore() {
            return inbox.hasRoom();
        }

        @Override
        void onFailed(SluiceException reason) {
            length.completeExceptionally(reason);
            inbox.end(reason);
        }
    }
}
