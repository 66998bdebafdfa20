package io.sluice.crsp.session;

/**
 * A value at a time.
 *
 * @param time in nanoseconds, see {@link PointTime}
 * @param value finite
 */
public record Point(long time, double value) {}
