package io.sluice.crsp.udp;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An array of {@code struct mmsghdr} of 64-bit Linux, each with room for an address, one piece of data and two control
 * messages. The layouts are the kernel's own and the same on x86-64 and AArch64. Not safe for threads.
 */
final class MessageHeaders {
    /** {@code sizeof(struct mmsghdr)}. */
    static final int HEADER = 64;

    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int MESSAGE_LENGTH = 56;

    private static final int VECTOR_SIZE = 16;
    private static final int CONTROL_HEADER = 16;
    private static final int CONTROL_ALIGNMENT = 8;
    private static final int CONTROL_SPACE = 96;

    private static final int SOL_UDP = 17;
    private static final int UDP_SEGMENT = 103;
    private static final int UDP_GRO = 104;
    private static final int SOL_IP = 0;
    private static final int IP_TOS = 1;
    private static final int IP_RECVERR = 11;
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_RECVERR = 25;
    private static final int IPV6_TCLASS = 67;

    /** RFC 3168 §5: the last two bits of the octet. */
    private static final int ECN_MASK = 3;

    private final ByteBuffer memory;
    private final long address;
    private final int vectors;
    private final int names;
    private final int controls;
    private int segmentSize;
    private int ecn;
    private int reportedError;

    MessageHeaders(int count) {
        vectors = count * HEADER;
        names = vectors + count * VECTOR_SIZE;
        controls = names + count * SocketAddresses.SIZE;
        memory = ByteBuffer.allocateDirect(controls + count * CONTROL_SPACE).order(ByteOrder.nativeOrder());
        address = MemorySegment.ofBuffer(memory).address();
        for (int i = 0; i < count; i++) {
            int header = i * HEADER;
            memory.putLong(header + NAME, address + name(i));
            memory.putLong(header + VECTOR, address + vectors + (long) i * VECTOR_SIZE);
            memory.putLong(header + VECTOR_COUNT, 1);
            memory.putLong(header + CONTROL, address + control(i));
        }
    }

    /** Where header {@code index} is, for a system call. */
    long address(int index) {
        return address + (long) index * HEADER;
    }

    /** Where the address of message {@code index} is in {@link #memory}. */
    int name(int index) {
        return names + index * SocketAddresses.SIZE;
    }

    private int control(int index) {
        return controls + index * CONTROL_SPACE;
    }

    ByteBuffer memory() {
        return memory;
    }

    /** Where the data of message {@code index} is. */
    void data(int index, long dataAddress, int length) {
        int vector = vectors + index * VECTOR_SIZE;
        memory.putLong(vector, dataAddress);
        memory.putLong(vector + 8, length);
    }

    /** Makes header {@code index} ready to be received into; its data is set. */
    void beginReceive(int index) {
        int header = index * HEADER;
        memory.putInt(header + NAME_LENGTH, SocketAddresses.SIZE);
        memory.putLong(header + CONTROL_LENGTH, CONTROL_SPACE);
        memory.putInt(header + FLAGS, 0);
    }

    /** Bytes received into message {@code index}. */
    int receivedLength(int index) {
        return memory.getInt(index * HEADER + MESSAGE_LENGTH);
    }

    /** Reads what the kernel says about message {@code index}; see {@link #segmentSize}, {@link #ecn} and {@link #reportedError}. */
    void readControls(int index) {
        segmentSize = 0;
        ecn = 0;
        reportedError = 0;
        int at = control(index);
        int end = at + (int) Math.min(CONTROL_SPACE, memory.getLong(index * HEADER + CONTROL_LENGTH));
        while (at + CONTROL_HEADER < end) {
            int length = (int) memory.getLong(at);
            if (length <= CONTROL_HEADER || length > end - at) {
                return;
            }
            readControl(memory.getInt(at + 8), memory.getInt(at + 12), at + CONTROL_HEADER);
            at += (length + CONTROL_ALIGNMENT - 1) & -CONTROL_ALIGNMENT;
        }
    }

    private void readControl(int level, int type, int at) {
        if (level == SOL_UDP && type == UDP_GRO) {
            segmentSize = memory.getInt(at);
        } else if ((level == SOL_IP && type == IP_TOS) || (level == SOL_IPV6 && type == IPV6_TCLASS)) {
            // One byte for IPv4, an int for IPv6; its first byte is the lowest.
            ecn = memory.get(at) & ECN_MASK;
        } else if ((level == SOL_IP && type == IP_RECVERR) || (level == SOL_IPV6 && type == IPV6_RECVERR)) {
            reportedError = memory.getInt(at);
        }
    }

    /** The {@code errno} that the message read last reports about a datagram sent earlier, or 0 if it reports none. */
    int reportedError() {
        return reportedError;
    }

    /** Size of the datagrams that the kernel joined in the message read last, or 0 if it holds one datagram only. */
    int segmentSize() {
        return segmentSize;
    }

    /** The two bits of explicit congestion notification that all datagrams of the message read last came with. */
    int ecn() {
        return ecn;
    }

    /**
     * Makes header {@code index} ready to be sent; its data is set and its address written at {@link #name}.
     *
     * @param segmentSize size of the datagrams that the kernel shall cut the data into, or 0 to send one
     * @param ecn the two bits of explicit congestion notification of every datagram
     * @param ipv4 whether the address is one of IPv4, even if it is mapped into IPv6
     */
    void beginSend(int index, int nameLength, int segmentSize, int ecn, boolean ipv4) {
        int header = index * HEADER;
        memory.putInt(header + NAME_LENGTH, nameLength);
        memory.putInt(header + FLAGS, 0);
        int first = control(index);
        int at = first;
        if (segmentSize != 0) {
            control(at, Short.BYTES, SOL_UDP, UDP_SEGMENT);
            memory.putShort(at + CONTROL_HEADER, (short) segmentSize);
            at += CONTROL_HEADER + CONTROL_ALIGNMENT;
        }
        if (ecn != 0) {
            control(at, Integer.BYTES, ipv4 ? SOL_IP : SOL_IPV6, ipv4 ? IP_TOS : IPV6_TCLASS);
            memory.putInt(at + CONTROL_HEADER, ecn);
            at += CONTROL_HEADER + CONTROL_ALIGNMENT;
        }
        memory.putLong(header + CONTROL_LENGTH, at - first);
    }

    private void control(int at, int dataLength, int level, int type) {
        memory.putLong(at, CONTROL_HEADER + dataLength);
        memory.putInt(at + 8, level);
        memory.putInt(at + 12, type);
    }
}
