package io.sluice.crsp.connection;

/**
 * What becomes of unreliable datagrams (RFC 9221).
 *
 * @param maxFrameSize the largest DATAGRAM frame accepted, with its type and length, in bytes, 0 to 65,000; 0 accepts
 *     none. Default 0
 * @param sendQueue bytes that may wait to be sent, 1024 to 16 Mi. Default 64 KiB
 * @param receiveQueue bytes that may wait to be taken by the application, 1024 to 16 Mi. Default 64 KiB
 * @param dropOldest whether a full send queue gives up the oldest datagram, which suits live media, or refuses the
 *     newest. A full receive queue always gives up the oldest. Default true
 */
public record DatagramConfig(int maxFrameSize, int sendQueue, int receiveQueue, boolean dropOldest) {
    private static final int DEFAULT_QUEUE = 64 * 1024;

    /** None are accepted; sending them follows the peer's announcement. */
    public static final DatagramConfig NONE = new DatagramConfig(0, DEFAULT_QUEUE, DEFAULT_QUEUE, true);

    /** Datagrams of any size that fits into a packet are accepted. */
    public static final DatagramConfig ACCEPTED = new DatagramConfig(65_000, DEFAULT_QUEUE, DEFAULT_QUEUE, true);

    /** Checks every range. */
    public DatagramConfig {
        requireRange("maxFrameSize", maxFrameSize, 0, 65_000);
        requireRange("sendQueue", sendQueue, 1024, 16 << 20);
        requireRange("receiveQueue", receiveQueue, 1024, 16 << 20);
    }

    private static void requireRange(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " must be " + low + " to " + high + ": " + value);
        }
    }
}
