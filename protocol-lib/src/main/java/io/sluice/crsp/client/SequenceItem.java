package io.sluice.crsp.client;

/**
 * One number of a sequence.
 *
 * @param index from 0
 * @param value 0 to 2<sup>32</sup>-1
 */
public record SequenceItem(long index, long value) {}
