package io.sluice.crsp.capture;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes UDP datagrams over IPv4 as a pcap file, with headers made up around them: no rights to capture are needed. */
final class PcapWriter implements AutoCloseable {
    private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    private static final int LINK_ETHERNET = 1;
    private static final int SNAP_LENGTH = 262_144;
    private static final int ETHERNET_HEADER = 14;
    private static final int IP_HEADER = 20;
    private static final int UDP_HEADER = 8;

    private final DataOutputStream out;

    PcapWriter(Path file) throws IOException {
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
        out.writeInt(MAGIC_MICROSECONDS);
        out.writeShort(2);
        out.writeShort(4);
        out.writeInt(0);
        out.writeInt(0);
        out.writeInt(SNAP_LENGTH);
        out.writeInt(LINK_ETHERNET);
    }

    /** Appends a datagram, captured so many microseconds after the beginning. */
    void write(long micros, InetSocketAddress from, InetSocketAddress to, byte[] datagram) throws IOException {
        int length = ETHERNET_HEADER + IP_HEADER + UDP_HEADER + datagram.length;
        out.writeInt((int) (micros / 1_000_000));
        out.writeInt((int) (micros % 1_000_000));
        out.writeInt(length);
        out.writeInt(length);
        ByteBuffer packet = ByteBuffer.allocate(length);
        packet.position(12);
        packet.putShort((short) 0x0800);
        putIp(packet, from, to, datagram.length);
        // Without a checksum, which IPv4 allows.
        packet.putShort((short) from.getPort()).putShort((short) to.getPort());
        packet.putShort((short) (UDP_HEADER + datagram.length)).putShort((short) 0);
        out.write(packet.put(datagram).array());
    }

    private static void putIp(ByteBuffer packet, InetSocketAddress from, InetSocketAddress to, int payload) {
        int start = packet.position();
        packet.putShort((short) 0x4500).putShort((short) (IP_HEADER + UDP_HEADER + payload));
        packet.putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0);
        packet.put(from.getAddress().getAddress()).put(to.getAddress().getAddress());
        int sum = 0;
        for (int i = start; i < start + IP_HEADER; i += 2) {
            sum += packet.getShort(i) & 0xFFFF;
        }
        packet.putShort(start + 10, (short) ~((sum & 0xFFFF) + (sum >>> 16)));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
