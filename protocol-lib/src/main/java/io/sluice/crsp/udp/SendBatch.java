package io.sluice.crsp.udp;

import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.Transmit;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers datagrams for one system call. Those of equal size and mark to one destination are written one behind the other, in
 * place, and become one message that the kernel cuts up (segmentation offload); only the last may be smaller. Not safe
 * for threads.
 */
final class SendBatch {
    /** Messages in one call. */
    static final int MESSAGES = 16;

    /** After this many bytes the call is made, so that the receiver works while the sender goes on. */
    private static final int ENOUGH_BYTES = 192 * 1024;

    /** Linux cuts one message into 64 datagrams at most (UDP_MAX_SEGMENTS), of 65,507 bytes in all. */
    private static final int MAX_SEGMENTS = 64;

    private static final int MAX_MESSAGE = 65_507;
    private static final int MAX_DATAGRAM = 65_535;

    /** Smaller datagrams are seldom followed by their like. */
    private static final int MIN_SEGMENT = 512;

    /** One message: all of one destination. */
    static final class Message {
        private final SegmentBuffer buffer = new SegmentBuffer(MAX_MESSAGE + MAX_DATAGRAM);
        private InetSocketAddress destination = new InetSocketAddress(0);
        private int length;
        private int segmentSize;
        private int segments;
        private int ecn;

        SegmentBuffer buffer() {
            return buffer;
        }

        InetSocketAddress destination() {
            return destination;
        }

        /** Bytes of all its datagrams. */
        int length() {
            return length;
        }

        /** Bytes of each datagram but the last. */
        int segmentSize() {
            return segmentSize;
        }

        int segments() {
            return segments;
        }

        /** The two bits of explicit congestion notification of every datagram. */
        int ecn() {
            return ecn;
        }

        boolean isIpv4() { return destination.getAddress() instanceof Inet4Address; }

        private void begin(InetSocketAddress to, int size, int mark) {
            ecn = mark;
            destination = to;
            length = size;
            segmentSize = size;
            segments = 1;
        }

        private boolean takesMore() {
            return segmentSize >= MIN_SEGMENT && segments < MAX_SEGMENTS && length == segments * segmentSize
                    && length + segmentSize <= MAX_MESSAGE;
        }

        private void append(int size) {
            length += size;
            segments++;
        }
    }

    // One more than is ever begun on purpose: for a datagram that turned out not to go with the others. Memory is made
    // for as many as were needed so far: most clients never need a third.
    private final List<Message> messages = new ArrayList<>(MESSAGES + 1);
    private final Transmit transmit = new Transmit(ByteBuffer.allocate(0));
    private int count;
    private int bytes;

    int count() {
        return count;
    }

    Message message(int index) {
        return messages.get(index);
    }

    private Message next() {
        if (count == messages.size()) {
            messages.add(new Message());
        }
        return messages.get(count);
    }

    void clear() {
        count = 0;
        bytes = 0;
    }

    /**
     * Gathers until the batch is full or the endpoint has no more.
     *
     * @param segmentation whether the kernel cuts messages up
     * @return false if the endpoint has no more
     */
    boolean fill(long now, Endpoint endpoint, boolean segmentation) {
        while (count < MESSAGES && bytes < ENOUGH_BYTES) {
            Message last = segmentation && count > 0 && message(count - 1).takesMore() ? message(count - 1) : null;
            SegmentBuffer target = last == null ? next().buffer : last.buffer;
            transmit.buffer(last == null ? target.first() : target.segment(last.segmentSize, last.segments));
            if (!endpoint.pollTransmit(now, transmit)) {
                return false;
            }
            int size = transmit.buffer().remaining();
            bytes += size;
            if (last != null && size <= last.segmentSize && goesWith(last)) {
                last.append(size);
            } else {
                if (last != null) {
                    next().buffer.first().put(transmit.buffer());
                }
                next().begin(transmit.destination(), size, transmit.ecn());
                count++;
            }
        }
        return true;
    }

    private boolean goesWith(Message message) {
        return transmit.ecn() == message.ecn && transmit.destination().equals(message.destination);
    }
}
