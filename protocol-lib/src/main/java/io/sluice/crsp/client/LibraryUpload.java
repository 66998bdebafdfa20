package io.sluice.crsp.client;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends chunks of a file into the library. Each is kept until the gateway has confirmed that it is in Kafka, and sent
 * again on a new connection until then; so few are kept that {@link #store} soon waits.
 *
 * <pre>{@code
 * try (LibraryUpload upload = library.upload("film.mp4", size, "video/mp4", sha256)) {
 *     while (upload.stored().isEmpty()) {
 *         for (ByteRange range : upload.missing()) {
 *             for (long at = range.offset(); at < range.end(); at += upload.chunkBytes()) {
 *                 upload.store(at, chunk(at));
 *             }
 *         }
 *         upload.finish();
 *     }
 * }
 * }</pre>
 *
 * <p>Safe for threads, but meant for one.
 */
public final class LibraryUpload implements AutoCloseable {
    private static final int MAX_UNCONFIRMED = 4;

    private final Wire wire;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Chunks without confirmation, by offset, in the order in which they were stored. */
    private final Map<Long, byte[]> unconfirmed = new LinkedHashMap<>();
    private List<ByteRange> missing = List.of();
    private int chunkBytes;
    /** Rises with every answer that says what is missing, or that the file is whole. */
    private long answers;
    private @Nullable LibraryFile stored;
    private boolean finishWanted;
    private boolean closed;
    private @Nullable SluiceException failure;

    LibraryUpload(ClientSession session, long number, LongFunction<Message> request) {
        this.wire = new Wire(session, number, request.apply(number));
    }

    void begin() {
        wire.session().loop().execute(() -> wire.session().add(wire));
    }

    void awaitBegun() throws InterruptedException, SluiceException {
        boolean begun = false;
        try {
            awaitAnswerAfter(0);
            begun = true;
        } finally {
            if (!begun) {
                close();
            }
        }
    }

    private void awaitAnswerAfter(long known) throws InterruptedException, SluiceException {
        lock.lockInterruptibly();
        try {
            while (answers <= known) {
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
        if (closed) {
            throw new SluiceException(ErrorCode.CANCELLED, "the upload is closed");
        }
    }

    /** Length of every chunk but the last, in bytes; chunks begin at its multiples. 0 if the library has the file. */
    public int chunkBytes() {
        lock.lock();
        try {
            return chunkBytes;
        } finally {
            lock.unlock();
        }
    }

    /** What the library did not have when it was asked last, in order; each range begins with a chunk. */
    public List<ByteRange> missing() {
        lock.lock();
        try {
            return missing;
        } finally {
            lock.unlock();
        }
    }

    /** The file, once it is whole and in the library. */
    public Optional<LibraryFile> stored() {
        lock.lock();
        try {
            return Optional.ofNullable(stored);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends one chunk; blocks while some others are unconfirmed.
     *
     * @param offset a multiple of {@link #chunkBytes}
     * @param chunk not to be changed any more
     * @throws SluiceException if the upload failed or the session is over
     */
    public void store(long offset, byte[] chunk) throws InterruptedException, SluiceException {
        lock.lockInterruptibly();
        try {
            while (unconfirmed.size() >= MAX_UNCONFIRMED) {
                requireGood();
                changed.await();
            }
            requireGood();
            if (stored != null) {
                // Others that send the same file have finished it.
                return;
            }
            unconfirmed.put(offset, chunk);
        } finally {
            lock.unlock();
        }
        pumpSoon();
    }

    /** Waits until all that was sent is in Kafka. */
    public void awaitConfirmed() throws InterruptedException, SluiceException {
        lock.lockInterruptibly();
        try {
            while (!unconfirmed.isEmpty()) {
                requireGood();
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all that was sent is in Kafka, and asks for the file to be made of it, which takes as long as reading
     * it.
     *
     * @return the file; empty if something is {@link #missing} still
     * @throws SluiceException {@link ErrorCode#CHECKSUM_MISMATCH} if it is not what was announced
     */
    public Optional<LibraryFile> finish() throws InterruptedException, SluiceException {
        awaitConfirmed();
        awaitAnswerAfter(askToFinish());
        return stored();
    }

    /** Returns how many answers there were before: none is awaited if the file is stored. */
    long askToFinish() throws SluiceException {
        long known;
        lock.lock();
        try {
            requireGood();
            if (stored != null) {
                return answers - 1;
            }
            known = answers;
            finishWanted = true;
        } finally {
            lock.unlock();
        }
        pumpSoon();
        return known;
    }

    /** Ends the upload here. What is confirmed stays, and may be gone on with. */
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

    private void pumpSoon() {
        wire.session().loop().execute(() -> {
            wire.pump();
            wire.session().wakeUp();
        });
    }

    private void onAnswer(List<ByteRange> ranges, int bytes, @Nullable LibraryFile file) {
        lock.lock();
        try {
            missing = ranges;
            chunkBytes = bytes;
            stored = file;
            finishWanted = false;
            answers++;
            if (file != null) {
                unconfirmed.clear();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void onConfirmed(long offset) {
        lock.lock();
        try {
            unconfirmed.remove(offset);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What to send after so many others; null if nothing. */
    private @Nullable Message next(Set<Long> sent) {
        lock.lock();
        try {
            for (Map.Entry<Long, byte[]> each : unconfirmed.entrySet()) {
                if (!sent.contains(each.getKey())) {
                    return new Message.LibraryChunk(each.getKey(), each.getValue());
                }
            }
            return finishWanted && unconfirmed.isEmpty() ? new Message.LibraryFinish() : null;
        } finally {
            lock.unlock();
        }
    }

    /** The loop's side. */
    private final class Wire extends ClientStream {
        private final Message request;
        private final List<ByteRange> ranges = new ArrayList<>();
        /** Offsets of chunks that were sent on the present connection. */
        private final Set<Long> sent = new HashSet<>();
        private boolean ready;
        private boolean finishSent;

        Wire(ClientSession session, long number, Message request) {
            super(session, number);
            this.request = request;
        }

        @Override
        Message opening() {
            ranges.clear();
            sent.clear();
            ready = false;
            finishSent = false;
            return request;
        }

        @Override
        void onMessage(Message message) {
            switch (message) {
                case Message.LibraryMissing(long offset, long length) -> ranges.add(new ByteRange(offset, length));
                case Message.LibraryReady(int bytes) -> onReady(bytes);
                case Message.LibraryStored(long offset) -> {
                    sent.remove(offset);
                    onConfirmed(offset);
                    pump();
                }
                case Message.LibraryItem item -> onAnswer(List.of(), 0, LibraryFile.of(item));
                case Message.StreamStatus ignored -> {
                }
                case Message other ->
                    throw new TransportException(
                            ErrorCode.PROTOCOL_VIOLATION,
                            "not for an upload: " + other.getClass().getSimpleName());
            }
        }

        private void onReady(int bytes) {
            boolean first = !ready;
            ready = true;
            if (!first || !isBegun()) {
                onAnswer(List.copyOf(ranges), bytes, null);
            }
            ranges.clear();
            finishSent = false;
            pump();
        }

        void pump() {
            while (ready && isAttached() && !isOver()) {
                Message message = next(sent);
                boolean last = message instanceof Message.LibraryFinish;
                if (message == null || (last && finishSent) || !offer(message)) {
                    return;
                }
                if (message instanceof Message.LibraryChunk(long offset, var _)) {
                    sent.add(offset);
                }
                finishSent |= last;
            }
        }

        @Override
        void onWritable() {
            pump();
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

    /** A new connection asks again what is missing, which only answers the first time whoever waits. */
    private boolean isBegun() {
        lock.lock();
        try {
            return answers > 0;
        } finally {
            lock.unlock();
        }
    }
}
