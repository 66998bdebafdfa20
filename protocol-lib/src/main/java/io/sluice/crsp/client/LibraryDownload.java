package io.sluice.crsp.client;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Receives a range of one version of a file, in order, without gaps. A new connection goes on at the next byte. One thread
 * takes the pieces; while it does not the gateway reads nothing for it.
 */
public final class LibraryDownload implements AutoCloseable {
    private static final int MAX_READY = 64;
    private static final long MAX_READY_BYTES = 2L * 1024 * 1024;
    /** Where the bytes alone are to say how much is received ahead. */
    private static final int MANY_READY = 4096;

    private final Inbox<byte[]> inbox;
    private final Wire wire;
    private final CompletableFuture<ByteRange> begun = new CompletableFuture<>();
    private volatile @Nullable LibraryFile file;
    private volatile boolean paused;

    LibraryDownload(ClientSession session, long number, String name, long version, ByteRange range) {
        this(session, number, new Wanted(name, version, range), new Inbox.Bounds(MAX_READY, MAX_READY_BYTES));
    }

    private LibraryDownload(ClientSession session, long number, Wanted wanted, Inbox.Bounds bounds) {
        this.inbox = new Inbox<>(bounds.items(), bounds.bytes(), this::onRoom);
        this.wire = new Wire(session, number, wanted);
    }

    /** One that receives so many bytes ahead, about. */
    static LibraryDownload ahead(ClientSession session, long number, Wanted wanted, long bufferBytes) {
        return new LibraryDownload(session, number, wanted, new Inbox.Bounds(MANY_READY, bufferBytes));
    }

    /** @param version 0 for the newest */
    record Wanted(String name, long version, ByteRange range) {}

    void begin() {
        wire.session().loop().execute(() -> wire.session().add(wire));
    }

    void awaitBegun() throws InterruptedException, SluiceException {
        boolean answered = false;
        try {
            LibraryCall.get(begun);
            answered = true;
        } finally {
            if (!answered) {
                close();
            }
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

    /** Has the gateway read and send no more; what is under way or kept ready still comes. */
    public void pause() {
        onLoop(() -> wire.setPaused(true));
    }

    /** Ends a pause. */
    public void resume() {
        onLoop(() -> wire.setPaused(false));
    }

    /** True if nothing is sent, by this client's wish or another's. */
    public boolean isPaused() { return paused; }

    /** Bytes that lie ready. */
    long bufferedBytes() {
        return inbox.bytes();
    }

    /** The version that is received. */
    public LibraryFile file() {
        LibraryFile known = file;
        if (known == null) {
            throw new IllegalStateException("the download has not begun");
        }
        return known;
    }

    /** What comes in all: the range that was asked for, as far as the file reaches. */
    public ByteRange range() {
        return begun.getNow(new ByteRange(0, 0));
    }

    /**
     * Waits for the next bytes.
     *
     * @return null at the end of the range
     * @throws SluiceException if the file was removed, is lost in part, or the session is over
     */
    public byte @Nullable [] next() throws InterruptedException, SluiceException {
        return inbox.take();
    }

    /** As {@link #next}, but gives up after a while and then returns null, too: see {@link #isComplete}. */
    public byte @Nullable [] poll(Duration patience) throws InterruptedException, SluiceException {
        return inbox.poll(patience);
    }

    /** True once everything was taken. */
    public boolean isComplete() { return inbox.isExhausted(); }

    /** Gives up what has not come. */
    @Override
    public void close() {
        if (inbox.isEnded()) {
            // Complete or failed: nothing is left to be told to anybody.
            return;
        }
        onLoop(wire::finish);
    }

    /** As {@link #close}, and whoever waits for bytes is told. */
    void cancel() {
        close();
        inbox.end(new SluiceException(ErrorCode.CANCELLED, "the download was given up"));
    }

    /** The loop's side. */
    private final class Wire extends ClientStream {
        private final String name;
        private final long length;
        private long version;
        private long next;
        private long end = -1;

        Wire(ClientSession session, long number, Wanted wanted) {
            super(session, number);
            this.name = wanted.name();
            this.version = wanted.version();
            this.next = wanted.range().offset();
            this.length = wanted.range().length();
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

        @Override
        Message opening() {
            return new Message.LibraryGet(number(), name, version, next, end < 0 ? length : end - next);
        }

        @Override
        void onMessage(Message message) {
            switch (message) {
                case Message.LibraryItem item -> {
                    file = LibraryFile.of(item);
                    version = item.version();
                }
                case Message.LibraryRange(long offset, long given) -> onRange(offset, given);
                case Message.LibraryContent(long offset, byte[] data) -> onContent(offset, data);
                case Message.DeliveryState(boolean isPaused) -> paused = isPaused;
                case Message.StreamStatus ignored -> {
                }
                case Message other ->
                    throw new TransportException(
                            ErrorCode.PROTOCOL_VIOLATION,
                            "not for a download: " + other.getClass().getSimpleName());
            }
        }

        private void onRange(long offset, long given) {
            if (file == null || offset != next || (end >= 0 && offset + given != end)) {
                throw new TransportException(ErrorCode.PROTOCOL_VIOLATION, "another range than was asked for");
            }
            end = offset + given;
            begun.complete(new ByteRange(offset, given));
            endIfComplete();
        }

        private void onContent(long offset, byte[] data) {
            if (offset != next || data.length > end - next) {
                throw new TransportException(
                        ErrorCode.PROTOCOL_VIOLATION, "bytes at " + offset + " instead of those at " + next);
            }
            next += data.length;
            inbox.put(data, data.length);
            endIfComplete();
        }

        private void endIfComplete() {
            if (next == end) {
                finish();
                inbox.end(null);
            }
        }

        @Override
        boolean wantsMore() {
            return inbox.hasRoom();
        }

        @Override
        void onFailed(SluiceException reason) {
            begun.completeExceptionally(reason);
            inbox.end(reason);
        }
    }
}
