package io.sluice.crsp.session;

/**
 * What to do when the next offset is not in the partition, as after retention, {@code deleteRecords}, an unclean leader
 * election, or a topic that was made anew.
 */
public enum OffsetReset {
    /** The stream ends with {@link io.sluice.crsp.wire.ErrorCode#POSITION_UNKNOWN}. */
    FAIL,
    /** Goes on from the oldest record there is, and the client is told. */
    EARLIEST,
    /** Goes on with the next record that is written, and the client is told. */
    LATEST
}
