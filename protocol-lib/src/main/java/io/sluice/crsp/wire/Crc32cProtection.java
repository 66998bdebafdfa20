package io.sluice.crsp.wire;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Plain mode: CRC32C (RFC 3720 appendix B.4) over the whole packet, appended as four bytes,
 * big-endian. It finds accidents, not attackers.
 */
public final class Crc32cProtection implements PacketProtection {
    /** Bytes of the checksum. */
    public static final int SIZE = 4;

    private final CRC32C crc = new CRC32C();

    @Override
    public int overhead() {
        return SIZE;
    }

    @Override
    public void seal(ByteBuffer packet, long packetNumber) {
        seal(packet);
    }

    @Override
    public long open(ByteBuffer packet, long largestReceived) {
        if (!open(packet)) {
            return FORGED;
        }
        long truncated = packet.getInt(PacketHeader.DATA_NUMBER_OFFSET) & 0xFFFF_FFFFL;
        return PacketHeader.expandNumber(largestReceived, truncated);
    }

    /** Appends the checksum of everything from position 0 to the limit. */
    public void seal(ByteBuffer packet) {
        int end = packet.limit();
        int checksum = checksum(packet, end);
        packet.limit(end + SIZE).putInt(end, checksum);
    }

    /** Checks the last four bytes against the rest and cuts them off; the position stays. */
    public boolean open(ByteBuffer packet) {
        if (!isIntact(packet)) {
            return false;
        }
        packet.limit(packet.limit() - SIZE);
        return true;
    }

    /** Checks the last four bytes against the rest and changes nothing. */
    public boolean isIntact(ByteBuffer packet) {
        int end = packet.limit() - SIZE;
        return end >= packet.position() && packet.getInt(end) == checksum(packet, end);
    }

    private int checksum(ByteBuffer packet, int end) {
        int position = packet.position();
        int limit = packet.limit();
        packet.position(0).limit(end);
        crc.reset();
        crc.update(packet);
        packet.limit(limit).position(position);
        return (int) crc.getValue();
    }
}
