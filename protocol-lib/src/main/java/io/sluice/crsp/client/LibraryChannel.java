package io.sluice.crsp.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads one version of a file of the library from anywhere, in windows of any size: of one byte, too. It reads ahead as
 * operating systems do: what is read one after the other comes by one request that runs, and a jump costs a small
 * request. While nothing is read, the gateway reads and sends nothing.
 *
 * <pre>{@code
 * try (LibraryChannel film = client.library().channel("film.mp4", 0)) {
 *     ByteBuffer header = ByteBuffer.allocate(7);
 *     film.position(film.size() - 1000).read(header);
 * }
 * }</pre>
 *
 * <p>Safe for threads: they read one after the other, and share the position. Several channels may read one file at the
 * same time, each ahead on its own. One that has begun to read has a stream of its session until it is closed or at the end
 * of the file; a gateway allows a session 64 streams unless set otherwise.
 *
 * <p>A method that needs the gateway throws {@link IOException} with a {@link SluiceException} as its cause if the file was
 * removed meanwhile, is lost in part, or the session is over; a lost connection is waited for. The channel stays where it
 * was, and a later reading asks again.
 */
public final class LibraryChannel implements SeekableByteChannel {
    /** Bytes that lie ready at most, about, unless said otherwise: 1 MiB. */
    public static final int DEFAULT_BUFFER_BYTES = 1024 * 1024;

    /** The smallest buffer, in bytes. */
    public static final int MIN_BUFFER_BYTES = 4096;

    /** The largest buffer, in bytes: 256 MiB. */
    public static final int MAX_BUFFER_BYTES = 256 * 1024 * 1024;

    private final LibraryFile file;
    private final ReadAhead ahead;
    private final ReentrantLock lock = new ReentrantLock();
    private long position;

    LibraryChannel(LibraryFile file, ReadAhead.Source source, int bufferBytes) {
        if (bufferBytes < MIN_BUFFER_BYTES || bufferBytes > MAX_BUFFER_BYTES) {
            throw new IllegalArgumentException("a buffer has " + MIN_BUFFER_BYTES + " to " + MAX_BUFFER_BYTES
                    + " bytes, not " + bufferBytes);
        }
        this.file = file;
        this.ahead = new ReadAhead(source, file.size(), bufferBytes);
    }

    /** The version that is read. */
    public LibraryFile file() {
        return file;
    }

    /**
     * Waits until the buffer is full or the file is at its end.
     *
     * @return how many bytes were read, or -1 at the end of the file
     * @throws InterruptedIOException if the thread is interrupted, which it then still is; the channel stays open. What was
     *     read before is in the buffer, and the position after it
     * @throws AsynchronousCloseException if the channel is closed meanwhile
     */
    @Override
    public int read(ByteBuffer target) throws IOException {
        lock();
        try {
            checkOpen();
            int total = 0;
            while (target.hasRemaining()) {
                int count = ahead.read(position, target);
                if (count == 0) {
                    return total == 0 ? -1 : total;
                }
                position += count;
                total += count;
            }
            return total;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (SluiceException e) {
            if (ahead.isClosed()) {
                throw (AsynchronousCloseException) new AsynchronousCloseException().initCause(e);
            }
            throw new IOException(e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private void lock() throws InterruptedIOException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static InterruptedIOException interrupted(InterruptedException reason) {
        Thread.currentThread().interrupt();
        return (InterruptedIOException) new InterruptedIOException("interrupted while reading").initCause(reason);
    }

    private void checkOpen() throws ClosedChannelException {
        if (ahead.isClosed()) {
            throw new ClosedChannelException();
        }
    }

    /** The offset of the next byte that is read. */
    @Override
    public long position() throws IOException {
        lock();
        try {
            checkOpen();
            return position;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Goes somewhere else; nothing is asked for before it is read.
     *
     * @param wanted 0 or more; at the size of the file and beyond there is nothing to read
     */
    @Override
    public LibraryChannel position(long wanted) throws IOException {
        if (wanted < 0) {
            throw new IllegalArgumentException("a position is not negative: " + wanted);
        }
        lock();
        try {
            checkOpen();
            position = wanted;
            return this;
        } finally {
            lock.unlock();
        }
    }

    /** Of the file, in bytes. */
    @Override
    public long size() throws IOException {
        checkOpen();
        return file.size();
    }

    @Override
    public boolean isOpen() { return !ahead.isClosed(); }

    /** Does not wait. A thread that reads meanwhile gets an {@link AsynchronousCloseException}. */
    @Override
    public void close() {
        ahead.close();
    }

    /** @throws NonWritableChannelException always: a version of a file does not change */
    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    /** @throws NonWritableChannelException always: a version of a file does not change */
    @Override
    public LibraryChannel truncate(long wanted) {
        throw new NonWritableChannelException();
    }
}
