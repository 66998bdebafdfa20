package io.sluice.crsp.session;

/**
 * A place in a partition.
 *
 * @param partition the partition's number, from 0
 * @param offset the offset of the next message to be delivered
 */
public record Position(int partition, long offset) {}
