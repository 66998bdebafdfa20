package io.sluice.crsp.connection;

import io.sluice.crsp.recovery.SentPacket;
import io.sluice.crsp.recovery.SentPacket.FrameKind;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.FrameType;
import io.sluice.crsp.wire.TransportException;
import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The unreliable datagrams of one connection (RFC 9221): two bounded queues. Datagrams are acknowledged and counted by
 * congestion control, but never sent again. Not safe for threads.
 */
final class Datagrams {
    private final DatagramConfig config;
    private @Nullable Queue sending;
    private @Nullable Queue received;
    private int peerMaxFrame;
    private boolean streamsNext;
    private @Nullable Counts counts;

    /** Made with the first datagram: most connections never see one. */
    private static final class Counts {
        private long sent;
        private long received;
        private long lost;
        private long dropsUnsent;
        private long dropsUnread;
    }

    /** Datagrams in order, with the sum of their bytes; made when the first one waits. */
    private static final class Queue {
        private final ArrayDeque<byte[]> waiting = new ArrayDeque<>(2);
        private long bytes;

        void add(byte[] datagram) {
            waiting.add(datagram);
            bytes += footprint(datagram);
        }

        byte @Nullable [] peek() {
            return waiting.peek();
        }

        byte @Nullable [] poll() {
            byte[] first = waiting.poll();
            if (first != null) {
                bytes -= footprint(first);
            }
            return first;
        }

        boolean hasRoomFor(byte[] datagram, int limit) {
            return waiting.isEmpty() || bytes + footprint(datagram) <= limit;
        }

        boolean isEmpty() { return waiting.isEmpty(); }

        /** Empty datagrams take room too, or any number of them could wait. */
        private static int footprint(byte[] datagram) {
            return datagram.length + 16;
        }
    }

    Datagrams(DatagramConfig config) {
        this.config = config;
    }

    void onPeerParameters(TransportParameters peer) {
        peerMaxFrame = peer.maxDatagramFrameSize();
    }

    /**
     * The most bytes that a datagram may have.
     *
     * @param room bytes for frames in a packet
     * @return 0 if the peer takes no datagrams, or none with content
     */
    int maxPayload(int room) {
        int frame = Math.min(room, peerMaxFrame);
        // The length of the data needs one byte up to 63, and two up to 16,383.
        int payload = frame - 1 - VarInt.size(Math.max(0, frame - 2));
        return Math.max(0, payload);
    }

    /** Takes a datagram for sending; the array is kept. Returns false if it was refused. */
    boolean offer(byte[] datagram, int room) {
        if (peerMaxFrame == 0 || datagram.length > maxPayload(room)) {
            return false;
        }
        Queue queue = sending == null ? new Queue() : sending;
        sending = queue;
        while (!queue.hasRoomFor(datagram, config.sendQueue())) {
            counts().dropsUnsent++;
            if (!config.dropOldest()) {
                return false;
            }
            queue.poll();
        }
        queue.add(datagram);
        return true;
    }

    boolean isSendable() { return sending != null && !sending.isEmpty(); }

    /** True if the next packet begins with datagrams: by turns, so that neither they nor streams starve. */
    boolean takeTurn(boolean streamsWait) {
        boolean first = !streamsNext || !streamsWait;
        streamsNext = first;
        return first;
    }

    /**
     * Writes as many datagrams as fit into the packet; one that fits into none is dropped.
     *
     * @param room bytes for frames in a packet with nothing else
     */
    boolean write(ByteBuffer out, SentPacket packet, int room) {
        boolean wrote = false;
        Queue queue = sending;
        for (byte[] next = queue == null ? null : queue.peek(); queue != null && next != null; next = queue.peek()) {
            int size = 1 + VarInt.size(next.length) + next.length;
            if (size > room) {
                counts().dropsUnsent++;
                queue.poll();
                continue;
            }
            if (size > out.remaining()) {
                break;
            }
            queue.poll();
            out.put((byte) (FrameType.DATAGRAM | FrameType.DATAGRAM_LENGTH));
            VarInt.write(out, next.length);
            out.put(next);
            packet.addFrame(FrameKind.DATAGRAM, 0, 0, next.length);
            counts().sent++;
            wrote = true;
        }
        if (queue != null && queue.isEmpty()) {
            sending = null;
        }
        return wrote;
    }

    /** Takes a DATAGRAM frame of so many bytes; returns true if the application should be told. */
    boolean onDatagram(int frameSize, ByteBuffer data) {
        if (frameSize > config.maxFrameSize()) {
            throw new TransportException(ErrorCode.PROTOCOL_VIOLATION,
                    "a datagram frame of " + frameSize + " bytes exceeds the limit of " + config.maxFrameSize());
        }
        counts().received++;
        byte[] datagram = new byte[data.remaining()];
        data.get(datagram);
        Queue queue = received;
        boolean first = queue == null || queue.isEmpty();
        if (queue == null) {
            queue = new Queue();
            received = queue;
        }
        while (!queue.hasRoomFor(datagram, config.receiveQueue())) {
            counts().dropsUnread++;
            queue.poll();
        }
        queue.add(datagram);
        return first;
    }

    /** The oldest received datagram, or null. */
    byte @Nullable [] poll() {
        Queue queue = received;
        byte[] datagram = queue == null ? null : queue.poll();
        if (queue != null && queue.isEmpty()) {
            received = null;
        }
        return datagram;
    }

    void onLost() {
        counts().lost++;
    }

    private Counts counts() {
        Counts current = counts == null ? new Counts() : counts;
        counts = current;
        return current;
    }

    DatagramStatistics statistics() {
        Counts now = counts == null ? new Counts() : counts;
        return new DatagramStatistics(now.sent, now.received, now.lost, now.dropsUnsent, now.dropsUnread);
    }
}
