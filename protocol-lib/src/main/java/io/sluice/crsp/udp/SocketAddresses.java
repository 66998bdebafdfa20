package io.sluice.crsp.udp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@code struct sockaddr_in} and {@code sockaddr_in6}, and keeps the addresses seen of late so that a
 * steady flow makes no objects. Not safe for threads.
 */
final class SocketAddresses {
    /** {@code sizeof(struct sockaddr_in6)}, the larger one. */
    static final int SIZE = 28;

    static final int FAMILY_4 = 2;
    static final int FAMILY_6 = 10;
    private static final int SIZE_4 = 16;

    /** A power of two. An address that another one pushes out is made anew. */
    private static final int KEPT = 4096;

    /** First eight bytes, and the marker before the address, of an IPv4 address mapped into IPv6 (RFC 4291 §2.5.5.2). */
    private static final int MAPPED_MARK = 0xFFFF;

    private final int family;
    private final @Nullable Entry[] byBytes = new @Nullable Entry[KEPT];
    private final @Nullable Entry[] byAddress = new @Nullable Entry[KEPT];

    /** An address as the system and as Java sees it; {@code high} and {@code low} are the IPv6 address, big-endian. */
    private record Entry(InetSocketAddress address, long high, long low, int port, int scope) {}

    /**
     * @param family of the socket, {@link #FAMILY_4} or {@link #FAMILY_6}
     */
    SocketAddresses(int family) {
        this.family = family;
    }

    /** The address at {@code at}, of either family; a mapped IPv4 address is given as IPv4. */
    InetSocketAddress read(ByteBuffer memory, int at) {
        int port = Short.toUnsignedInt(bigEndian(memory.getShort(at + 2)));
        long high = 0;
        long low;
        int scope = 0;
        if (memory.getShort(at) == FAMILY_4) {
            low = (long) MAPPED_MARK << 32 | Integer.toUnsignedLong(bigEndian(memory.getInt(at + 4)));
        } else {
            high = bigEndian(memory.getLong(at + 8));
            low = bigEndian(memory.getLong(at + 16));
            scope = memory.getInt(at + 24);
        }
        int slot = slot(high, low, port);
        Entry entry = byBytes[slot];
        if (entry == null || entry.low() != low || entry.port() != port || entry.high() != high
                || entry.scope() != scope) {
            entry = new Entry(make(high, low, port, scope), high, low, port, scope);
            byBytes[slot] = entry;
        }
        return entry.address();
    }

    /** Writes the address at {@code at} in the socket's family; returns its length, or 0 if the family cannot hold it. */
    int write(InetSocketAddress address, ByteBuffer memory, int at) {
        int hash = address.hashCode();
        int slot = (hash ^ hash >>> 12 ^ hash >>> 24) & (KEPT - 1);
        Entry entry = byAddress[slot];
        if (entry == null || !entry.address().equals(address)) {
            entry = entryOf(address);
            byAddress[slot] = entry;
        }
        memory.putShort(at, (short) family);
        memory.putShort(at + 2, bigEndian((short) entry.port()));
        if (family == FAMILY_4) {
            memory.putInt(at + 4, bigEndian((int) entry.low()));
            memory.putLong(at + 8, 0);
            return entry.high() == 0 && entry.low() >>> 32 == MAPPED_MARK ? SIZE_4 : 0;
        }
        memory.putInt(at + 4, 0);
        memory.putLong(at + 8, bigEndian(entry.high()));
        memory.putLong(at + 16, bigEndian(entry.low()));
        memory.putInt(at + 24, entry.scope());
        return SIZE;
    }

    private static InetSocketAddress make(long high, long low, int port, int scope) {
        try {
            if (high == 0 && low >>> 32 == MAPPED_MARK) {
                byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) low).array();
                return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
            }
            byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
            InetAddress address = scope == 0
                    ? InetAddress.getByAddress(bytes)
                    : Inet6Address.getByAddress(null, bytes, scope);
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of 4 or 16 bytes is one", e);
        }
    }

    private static Entry entryOf(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        ByteBuffer bytes = ByteBuffer.wrap(host.getAddress());
        if (host instanceof Inet6Address six) {
            return new Entry(address, bytes.getLong(), bytes.getLong(), address.getPort(), six.getScopeId());
        }
        long low = (long) MAPPED_MARK << 32 | Integer.toUnsignedLong(bytes.getInt());
        return new Entry(address, 0, low, address.getPort(), 0);
    }

    private static int slot(long high, long low, int port) {
        long mixed = (high * 31 + low) * 31 + port;
        mixed *= 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 52) & (KEPT - 1);
    }

    private static short bigEndian(short value) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Short.reverseBytes(value);
    }

    private static int bigEndian(int value) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
    }

    private static long bigEndian(long value) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
    }
}
