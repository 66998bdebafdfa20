package io.sluice.crsp.connection;

import io.sluice.crsp.recovery.SentPacket;
import io.sluice.crsp.recovery.SentPacket.FrameKind;
import io.sluice.crsp.stream.SendSide;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.stream.StreamLimits;
import io.sluice.crsp.stream.StreamOwner;
import io.sluice.crsp.stream.WindowTuner;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.FrameType;
import io.sluice.crsp.wire.TransportException;
import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * All streams of one connection: opening and ending, credit over all of them, and a fair turn for each
 * when a packet is filled. Not safe for threads.
 */
final class Streams implements StreamOwner {
    /** Longest data of one STREAM frame, so that its length always fits two bytes. */
    private static final int MAX_CHUNK = 16_383;

    /** A longer message is taken out of the window while it arrives; at most, in bytes. */
    private static final int MAX_WAITING = 1024;

    private final Role role;
    private final ConnectionConfig config;
    private final StreamsOwner owner;
    private final StreamTable table = new StreamTable();
    private @Nullable ArrayDeque<Stream> queue;

    private long openedLocally;
    private long openedByPeer;
    private long peerStreamLimit;
    private boolean openRefused;
    private long ourStreamLimit;
    private long doneOfPeer;
    private boolean streamLimitPending;
    private boolean ended;

    private long sendLimit;
    private long sentBytes;
    private long receiveLimit;
    private long receivedBytes;
    private long consumedBytes;
    private boolean receiveLimitPending;
    private final WindowTuner window;

    private long nextExpiry = Long.MAX_VALUE;
    private long peerStreamWindow;
    private int peerMaxMessageSize;

    Streams(Role role, ConnectionConfig config, StreamsOwner owner) {
        this.role = role;
        this.config = config;
        this.owner = owner;
        this.ourStreamLimit = config.maxStreams();
        this.receiveLimit = config.connectionWindow();
        this.window = new WindowTuner(config.connectionWindow(), config.maxConnectionWindow());
    }

    void onPeerParameters(TransportParameters peer) {
        sendLimit = peer.maxData();
        peerStreamWindow = peer.maxStreamData();
        peerStreamLimit = peer.maxStreams();
        peerMaxMessageSize = peer.maxMessageSize();
    }

    int openCount() {
        return table.size();
    }

    // Opening and ending.

    @Nullable
    Stream open() {
        if (openedLocally >= peerStreamLimit) {
            openRefused = true;
            return null;
        }
        return create(openedLocally++ * 2 + role.streamBit());
    }

    private Stream create(long id) {
        Stream stream = new Stream(
                id,
                this,
                new StreamLimits(
                        config.streamWindow(),
                        config.maxStreamWindow(),
                        config.maxMessageSize(),
                        maxWaiting(config),
                        peerStreamWindow,
                        peerMaxMessageSize));
        table.add(stream);
        return stream;
    }

    /** So small that all streams together, each with half a message, leave half of the connection's credit to go on. */
    private static int maxWaiting(ConnectionConfig config) {
        int share = Math.min(config.streamWindow() / 4, config.connectionWindow() / (4 * config.maxStreams()));
        return Math.min(share, MAX_WAITING);
    }

    /** The stream of a frame, opened if the peer begins it; null if it is over and done. */
    private @Nullable Stream resolve(long id) {
        long ordinal = id >> 1;
        if ((id & 1) == role.streamBit()) {
            if (ordinal >= openedLocally) {
                throw new TransportException(
                        ErrorCode.STREAM_STATE_ERROR, "stream " + id + " was never opened");
            }
            return table.find(id);
        }
        if (ordinal >= ourStreamLimit) {
            throw new TransportException(
                    ErrorCode.STREAM_LIMIT_ERROR, "stream " + id + " exceeds the limit of " + ourStreamLimit);
        }
        while (openedByPeer <= ordinal) {
            Stream opened = create(openedByPeer++ * 2 + (id & 1));
            owner.report(new ConnectionEvent.StreamOpened(opened));
        }
        return table.find(id);
    }

    private void removeIfDone(Stream stream) {
        if (!stream.isDone() || table.find(stream.id()) == null) {
            return;
        }
        table.remove(stream);
        if ((stream.id() & 1) != role.streamBit()) {
            doneOfPeer++;
            long limit = doneOfPeer + config.maxStreams();
            if (limit - ourStreamLimit >= Math.max(1, config.maxStreams() / 2)) {
                ourStreamLimit = limit;
                streamLimitPending = true;
            }
        }
        owner.report(new ConnectionEvent.StreamDone(stream));
    }

    /** Ends the sending direction of every stream. */
    void finishAll() {
        for (int i = 0; i < table.size(); i++) {
            table.at(i).finish();
        }
    }

    boolean isEmpty() { return table.size() == 0; }

    // Frames received.

    void onStream(long id, long offset, boolean fin, ByteBuffer data) {
        Stream stream = resolve(id);
        if (stream == null) {
            return;
        }
        countReceived(stream.receive(offset, data, fin));
        signal(stream);
        removeIfDone(stream);
    }

    void onSkip(long id, long offset, long length) {
        Stream stream = resolve(id);
        if (stream == null) {
            return;
        }
        long fresh = stream.receiveSkip(offset, length);
        onStreamConsumed(stream, stream.takeCreditForSkipped());
        countReceived(fresh);
        signal(stream);
    }

    void onResetStream(long id, long code, long finalSize) {
        Stream stream = resolve(id);
        if (stream == null) {
            return;
        }
        countReceived(stream.receiveReset(ErrorCode.ofOrInternal(code), finalSize));
        signal(stream);
        onStreamConsumed(stream, stream.takeAbandoned());
    }

    void onStopSending(long id, long code) {
        Stream stream = resolve(id);
        if (stream != null) {
            stream.reset(ErrorCode.ofOrInternal(code));
        }
    }

    void onMaxData(long limit) {
        sendLimit = Math.max(sendLimit, limit);
    }

    void onMaxStreamData(long id, long limit) {
        Stream stream = resolve(id);
        if (stream != null && stream.sendSide().raiseLimit(limit)) {
            onStreamPending(stream);
            onStreamDeadline(stream);
        }
    }

    void onMaxStreams(long limit) {
        if (limit > peerStreamLimit) {
            peerStreamLimit = limit;
            if (openRefused) {
                openRefused = false;
                owner.report(new ConnectionEvent.StreamsAllowed());
            }
        }
    }

    private void countReceived(long fresh) {
        receivedBytes += fresh;
        // What was read may be received again, announced or not.
        if (receivedBytes > Math.max(receiveLimit, consumedBytes + window.window())) {
            throw new TransportException(
                    ErrorCode.FLOW_CONTROL_ERROR, "the connection's credit of " + receiveLimit + " is exceeded");
        }
    }

    /** The events that a busy stream causes again and again. */
    private record Signals(ConnectionEvent.StreamReadable readable, ConnectionEvent.StreamWritable writable) {}

    private static Signals signalsOf(Stream stream) {
        if (stream.signals() instanceof Signals kept) {
            return kept;
        }
        Signals made = new Signals(new ConnectionEvent.StreamReadable(stream),
                new ConnectionEvent.StreamWritable(stream));
        stream.signals(made);
        return made;
    }

    private void signal(Stream stream) {
        if (stream.signalReadable()) {
            owner.report(signalsOf(stream).readable());
        }
    }

    // What streams say.

    @Override
    public void onStreamPending(Stream stream) {
        if (!stream.isPending()) {
            stream.pending(true);
            pending().add(stream);
        }
    }

    @Override
    public void onStreamDeadline(Stream stream) {
        nextExpiry = Math.min(nextExpiry, stream.nextExpiry());
    }

    /** When the next message is late, or {@link Long#MAX_VALUE}. */
    long nextExpiry() {
        return nextExpiry;
    }

    /** Abandons messages whose deadline is over. */
    void expire(long now) {
        if (now < nextExpiry) {
            return;
        }
        nextExpiry = Long.MAX_VALUE;
        for (int i = 0; i < table.size(); i++) {
            Stream stream = table.at(i);
            if (stream.expire(now)) {
                sentBytes += stream.sendSide().takeJumped();
                stream.countBuffered();
                onStreamPending(stream);
                signalWritable(stream);
            }
            nextExpiry = Math.min(nextExpiry, stream.nextExpiry());
        }
    }

    private void signalWritable(Stream stream) {
        if (stream.signalWritable()) {
            owner.report(signalsOf(stream).writable());
        }
    }

    @Override
    public long sendBuffer(long credit) {
        // Twice the window, for a hole holds everything after it for some round trips; but not for a peer that takes
        // no more.
        long most = Math.min(config.maxSendBuffer(), credit + config.sendBuffer());
        return config.sendBudget().share(
                Math.max(config.sendBuffer(), Math.min(2 * owner.congestionWindow(), most)), owner.isBackground());
    }

    @Override
    public void onBuffered(int bytes) {
        if (!ended) {
            config.sendBudget().add(bytes);
        }
    }

    /** Nothing of what streams hold is sent any more. */
    void onEnd() {
        if (!ended) {
            for (int i = 0; i < table.size(); i++) {
                config.sendBudget().add(-table.at(i).buffered());
            }
            ended = true;
        }
    }

    @Override
    public void onStreamConsumed(Stream stream, long bytes) {
        consumedBytes += bytes;
        if (consumedBytes + window.window() - receiveLimit >= window.window() / 2) {
            receiveLimitPending = true;
        }
        removeIfDone(stream);
    }

    private ArrayDeque<Stream> pending() {
        ArrayDeque<Stream> current = queue == null ? new ArrayDeque<>(2) : queue;
        queue = current;
        return current;
    }

    // Sending.

    /** True if a frame of any stream, or of credit over all, waits and may go. */
    boolean isSendable() {
        if (receiveLimitPending || streamLimitPending) {
            return true;
        }
        if (queue == null) {
            return false;
        }
        ArrayDeque<Stream> pending = queue;
        long credit = sendLimit - sentBytes;
        int count = pending.size();
        for (int i = 0; i < count; i++) {
            Stream stream = pending.peek();
            if (stream.isSendable(credit)) {
                return true;
            }
            pending.remove();
            if (stream.sendSide().hasUnsent() && credit <= 0) {
                pending.add(stream);
            } else {
                stream.pending(false);
            }
        }
        return false;
    }

    /** Fills the packet with frames, a turn for each stream; returns true if any was written. */
    boolean write(long now, long roundTrip, ByteBuffer out, SentPacket packet) {
        int start = out.position();
        writeLimits(now, roundTrip, out, packet);
        ArrayDeque<Stream> pending = pending();
        int turns = pending.size();
        while (turns-- > 0 && out.remaining() > 32) {
            Stream stream = pending.remove();
            writeStream(now, roundTrip, stream, out, packet);
            if (stream.isSendable(Long.MAX_VALUE)) {
                pending.add(stream);
            } else {
                stream.pending(false);
            }
        }
        return out.position() > start;
    }

    private void writeLimits(long now, long roundTrip, ByteBuffer out, SentPacket packet) {
        if (receiveLimitPending) {
            receiveLimitPending = false;
            window.onCredit(now, consumedBytes, roundTrip, false);
            receiveLimit = Math.max(receiveLimit, consumedBytes + window.window());
            out.put((byte) FrameType.MAX_DATA);
            VarInt.write(out, receiveLimit);
            packet.addFrame(FrameKind.MAX_DATA, 0, 0, 0);
        }
        if (streamLimitPending) {
            streamLimitPending = false;
            out.put((byte) FrameType.MAX_STREAMS);
            VarInt.write(out, ourStreamLimit);
            packet.addFrame(FrameKind.MAX_STREAMS, 0, 0, 0);
        }
    }

    private void writeStream(long now, long roundTrip, Stream stream, ByteBuffer out, SentPacket packet) {
        long id = stream.id();
        if (stream.isCreditPending()) {
            out.put((byte) FrameType.MAX_STREAM_DATA);
            VarInt.write(out, id);
            VarInt.write(out, stream.takeCredit(now, roundTrip));
            // One quick stream alone must not be held up by the credit of all together.
            window.atLeast(stream.receiveWindow() * 3L / 2);
            packet.addFrame(FrameKind.MAX_STREAM_DATA, id, 0, 0);
        }
        if (stream.isStopPending() && out.remaining() > 32) {
            out.put((byte) FrameType.STOP_SENDING);
            VarInt.write(out, id);
            VarInt.write(out, stream.takeStop().code());
            packet.addFrame(FrameKind.STOP_SENDING, id, 0, 0);
        }
        if (stream.isResetPending() && out.remaining() > 64) {
            writeSkipBeyondCredit(id, stream.sendSide(), out, packet);
            out.put((byte) FrameType.RESET_STREAM);
            VarInt.write(out, id);
            VarInt.write(out, stream.takeReset().code());
            VarInt.write(out, stream.sendSide().highestSent());
            packet.addFrame(FrameKind.RESET_STREAM, id, 0, 0);
        }
        SendSide side = stream.sendSide();
        while (side.isSkipDue() && out.remaining() > 32) {
            long offset = side.takeSkip();
            writeSkip(id, offset, side.skippedLength(), out, packet);
        }
        while (out.remaining() > 64 && side.isChunkSendable(sendLimit - sentBytes)) {
            writeChunk(id, side, out, packet);
        }
    }

    /** Without it in the same packet, the final size might seem to exceed the credit. */
    private static void writeSkipBeyondCredit(long id, SendSide side, ByteBuffer out, SentPacket packet) {
        long start = side.skipBeyondCredit();
        if (start >= 0) {
            writeSkip(id, start, side.highestSent() - start, out, packet);
        }
    }

    private static void writeSkip(long id, long offset, long length, ByteBuffer out, SentPacket packet) {
        out.put((byte) FrameType.SKIP);
        VarInt.write(out, id);
        VarInt.write(out, offset);
        VarInt.write(out, length);
        packet.addFrame(FrameKind.SKIP, id, offset, length);
    }

    private void writeChunk(long id, SendSide side, ByteBuffer out, SentPacket packet) {
        long offset = side.chunkOffset();
        int room = out.remaining() - 1 - VarInt.size(id) - VarInt.size(offset) - 2;
        int length = side.chunkLength(Math.min(room, MAX_CHUNK), sendLimit - sentBytes);
        boolean fin = side.endsWith(offset + length);
        if (fin) {
            writeSkipBeyondCredit(id, side, out, packet);
        }
        out.put((byte) (FrameType.STREAM | FrameType.STREAM_LENGTH | (fin ? FrameType.STREAM_FIN : 0)));
        VarInt.write(out, id);
        VarInt.write(out, offset);
        VarInt.write(out, length);
        sentBytes += side.send(offset, length, fin, out) + side.takeJumped();
        packet.addFrame(fin ? FrameKind.STREAM_FIN : FrameKind.STREAM, id, offset, length);
    }

    // What became of frames.

    void onAcknowledged(FrameKind kind, long id, long offset, long length) {
        Stream stream = table.find(id);
        if (stream == null) {
            return;
        }
        switch (kind) {
            case STREAM, STREAM_FIN -> {
                stream.sendSide().onAcknowledged(offset, length, kind == FrameKind.STREAM_FIN);
                stream.countBuffered();
                signalWritable(stream);
            }
            case SKIP -> {
                stream.sendSide().onSkipAcknowledged(offset);
                onStreamDeadline(stream);
            }
            case RESET_STREAM -> stream.onResetAcknowledged();
            default -> {
                return;
            }
        }
        removeIfDone(stream);
    }

    void onLost(FrameKind kind, long id, long offset, long length) {
        switch (kind) {
            case MAX_DATA -> receiveLimitPending = true;
            case MAX_STREAMS -> streamLimitPending = true;
            default -> {
                Stream stream = table.find(id);
                if (stream != null) {
                    onStreamFrameLost(stream, kind, offset, length);
                    onStreamPending(stream);
                }
            }
        }
    }

    private static void onStreamFrameLost(Stream stream, FrameKind kind, long offset, long length) {
        switch (kind) {
            case STREAM, STREAM_FIN ->
                stream.sendSide().onLost(offset, length, kind == FrameKind.STREAM_FIN);
            case SKIP -> stream.sendSide().onSkipLost(offset);
            case MAX_STREAM_DATA -> stream.onCreditLost();
            case RESET_STREAM -> stream.onResetLost();
            case STOP_SENDING -> stream.onStopLost();
            default -> throw new AssertionError(kind);
        }
    }

    /** Bytes of memory that buffers hold. */
    long memory() {
        long sum = 0;
        for (int i = 0; i < table.size(); i++) {
            sum += table.at(i).memory();
        }
        return sum;
    }

    /** Gives back what idle streams hold. */
    void releaseIdle() {
        for (int i = 0; i < table.size(); i++) {
            table.at(i).releaseIfEmpty();
        }
        if (queue != null && queue.isEmpty()) {
            queue = null;
        }
    }
}
