package io.sluice.crsp.connection;

/**
 * What became of a connection's unreliable datagrams since it began.
 *
 * @param sent datagrams that left
 * @param received datagrams that came
 * @param lost sent ones whose packet was declared lost
 * @param droppedUnsent ones that gave way or were refused for lack of room in the send queue, or became too large for
 *     the path
 * @param droppedUnread received ones that gave way to newer ones because the application did not take them
 */
public record DatagramStatistics(long sent, long received, long lost, long droppedUnsent, long droppedUnread) {}
