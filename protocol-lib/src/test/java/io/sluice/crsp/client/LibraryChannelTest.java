package io.sluice.crsp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.wire.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is read from a channel, and what it asks the gateway for. */
@Timeout(60)
class LibraryChannelTest {
    private static final int SIZE = 3_000_001;
    private static final int PIECE = 256 * 1024;
    private static final int BUFFER = 1024 * 1024;
    private static final int FIRST = ReadAhead.FIRST_BYTES;

    private final byte[] content = new byte[SIZE];
    private final FakeGateway gateway = new FakeGateway();
    private final LibraryChannel channel = channel(content.length);

    LibraryChannelTest() {
        new Random(5).nextBytes(content);
    }

    /** Gives what is asked for in pieces that end at the multiples of their length, as a gateway does. */
    private final class FakeGateway implements ReadAhead.Source {
        private final List<ByteRange> asked = new ArrayList<>();
        private final CountDownLatch waiting = new CountDownLatch(1);
        private int open;
        private long given;
        private volatile boolean silent;
        private @Nullable SluiceException failure;

        @Override
        public ReadAhead.Pieces open(ByteRange range, int readyBytes) {
            asked.add(range);
            open++;
            return new FakePieces(range);
        }

        private final class FakePieces implements ReadAhead.Pieces {
            private final CountDownLatch closed = new CountDownLatch(1);
            private final long end;
            private long next;

            FakePieces(ByteRange range) {
                this.next = range.offset();
                this.end = range.end();
            }

            @Override
            public byte @Nullable [] next() throws InterruptedException, SluiceException {
                if (failure != null) {
                    throw failure;
                }
                if (silent) {
                    waiting.countDown();
                    closed.await();
                    throw new SluiceException(ErrorCode.CANCELLED, "given up");
                }
                if (next == end) {
                    return null;
                }
                int from = (int) next;
                next = Math.min(end, (next / PIECE + 1) * PIECE);
                given += next - from;
                if (next == end) {
                    open--;
                }
                return Arrays.copyOfRange(content, from, (int) next);
            }

            @Override
            public void close() {
                open--;
                closed.countDown();
            }
        }
    }

    private LibraryChannel channel(long size) {
        return new LibraryChannel(new LibraryFile("film", 42, size, "", "00", Instant.EPOCH), gateway, BUFFER);
    }

    private byte[] read(long offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        channel.position(offset).read(target);
        return Arrays.copyOf(target.array(), target.position());
    }

    private void assertRead(long offset, int length) throws IOException {
        assertThat(read(offset, length)).isEqualTo(Arrays.copyOfRange(content, (int) offset, (int) offset + length));
        assertThat(channel.position()).isEqualTo(offset + length);
    }

    @Test
    void windowsOfEverySizeMakeUpTheFile() throws IOException {
        for (int window : new int[]{7, 255, 256, 4093, 65_536, SIZE, SIZE + 1}) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer target = ByteBuffer.allocate(window);
            channel.position(0);
            while (channel.read(target.clear()) >= 0) {
                assertThat(target.position()).isEqualTo(Math.min(window, SIZE - all.size()));
                all.write(target.array(), 0, target.position());
            }
            assertThat(all.toByteArray()).as("in windows of " + window).isEqualTo(content);
        }
    }

    @Test
    void otherWaysToReadAChannelWork() throws IOException {
        assertThat(Channels.newInputStream(channel).readAllBytes()).isEqualTo(content);
    }

    @Test
    void whatIsReadOneAfterTheOtherIsAskedForInEverLargerPartsAndThenAsAWhole() throws IOException {
        for (int at = 0; at < SIZE; at += 1000) {
            assertRead(at, Math.min(1000, SIZE - at));
        }
        assertThat(gateway.asked).containsExactly(new ByteRange(0, FIRST), new ByteRange(FIRST, 4 * FIRST),
                new ByteRange(5 * FIRST, 16 * FIRST), new ByteRange(21 * FIRST, 64 * FIRST),
                new ByteRange(85 * FIRST, SIZE - 85 * FIRST));
        assertThat(gateway.given).as("each byte once").isEqualTo(SIZE);
    }

    @Test
    void aJumpAsksForLittleAndForNoLessThanIsWanted() throws IOException {
        assertRead(2_000_000, 7);
        assertRead(1_000_000, 7);
        assertRead(100, 100_000);
        assertThat(gateway.asked).containsExactly(new ByteRange(2_000_000, FIRST), new ByteRange(1_000_000, FIRST),
                new ByteRange(100, 100_000));
        assertThat(gateway.open).as("requests that still run").isZero();
    }

    @Test
    void whatIsNearIsNotAskedForAgain() throws IOException {
        assertRead(0, SIZE / 2);
        assertRead(SIZE / 2, 7);
        int asked = gateway.asked.size();
        assertRead(SIZE / 2 - 1000, 2000);
        assertRead(SIZE / 2 - PIECE / 2, 7);
        assertRead(SIZE / 2 + PIECE + 1, 7);
        assertRead(SIZE / 2 + PIECE - 1000, 2000);
        assertThat(gateway.asked).hasSize(asked);
        assertThat(gateway.open).as("the request goes on").isEqualTo(1);
    }

    @Test
    void aJumpAwayEndsTheRequestThatRuns() throws IOException {
        assertRead(0, SIZE / 2);
        assertRead(SIZE / 2, 7);
        assertThat(gateway.open).isEqualTo(1);
        assertRead(10, 7);
        assertThat(gateway.open).isZero();
    }

    @Test
    void nothingIsAskedForAtTheEndAndBeyond() throws IOException {
        assertThat(read(SIZE, 10)).isEmpty();
        assertThat(channel.position(1L << 40).read(ByteBuffer.allocate(10))).isEqualTo(-1);
        assertThat(channel(0).read(ByteBuffer.allocate(10))).isEqualTo(-1);
        assertThat(channel.position(5).read(ByteBuffer.allocate(0))).isZero();
        assertThat(gateway.asked).isEmpty();
        assertThat(read(SIZE - 3, 10)).hasSize(3);
        assertThat(channel.size()).isEqualTo(SIZE);
    }

    @Test
    void aFailureIsToldWithItsCodeAndTheNextReadingTriesAgain() throws IOException {
        assertRead(0, 10);
        gateway.failure = new SluiceException(ErrorCode.CONTENT_LOST, "chunk 3 is gone");
        assertThatThrownBy(() -> read(1_000_000, 10)).isInstanceOf(IOException.class).hasMessage("chunk 3 is gone")
                .hasCause(gateway.failure);
        assertThat(channel.position()).isEqualTo(1_000_000);
        gateway.failure = null;
        assertRead(1_000_000, 10);
    }

    /** A thread that reads and waits for the gateway. */
    private final class Waiting {
        private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
        private final Thread thread;

        Waiting() throws InterruptedException {
            gateway.silent = true;
            thread = Thread.ofPlatform().start(this::read);
            gateway.waiting.await();
        }

        private void read() {
            try {
                channel.read(ByteBuffer.allocate(10));
                failure.complete(new AssertionError("it was read"));
            } catch (IOException e) {
                failure.complete(e);
            }
        }
    }

    @Test
    void closingWakesWhoWaits() throws InterruptedException, ExecutionException {
        Waiting waiting = new Waiting();
        channel.close();
        assertThat(waiting.failure.get()).isInstanceOf(AsynchronousCloseException.class);
    }

    @Test
    void whoIsInterruptedMayReadOn() throws Exception {
        Waiting waiting = new Waiting();
        waiting.thread.interrupt();
        assertThat(waiting.failure.get()).isInstanceOf(InterruptedIOException.class);
        gateway.silent = false;
        assertRead(0, 10);
    }

    @Test
    void aClosedChannelDoesNothing() throws IOException {
        assertRead(0, 10);
        channel.close();
        channel.close();
        assertThat(channel.isOpen()).isFalse();
        assertThatThrownBy(() -> read(0, 10)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(channel::position).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void nothingCanBeWritten() {
        assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1))).isInstanceOf(NonWritableChannelException.class);
        assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(NonWritableChannelException.class);
    }

    @Test
    void senselessPlacesAndBuffersAreRefused() {
        assertThatThrownBy(() -> channel.position(-1)).isInstanceOf(IllegalArgumentException.class);
        for (int bytes : new int[]{0, LibraryChannel.MIN_BUFFER_BYTES - 1, LibraryChannel.MAX_BUFFER_BYTES + 1}) {
            assertThatThrownBy(() -> new LibraryChannel(channel.file(), gateway, bytes))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(Integer.toString(bytes));
        }
    }
}
