package io.sluice.gateway.delivery;

import io.sluice.crsp.wire.ErrorCode;

/** Takes the records of a cursor, on the event loop's thread. */
public interface RecordSink {
    /** Takes one record, or returns false if there is no credit: {@link Cursor#wakeUp} then tells when there is. */
    boolean offer(FetchedRecord record);

    /**
     * Some records were offered, and for now no more follow.
     *
     * @param behind true if they are old and may wait for what is new of others
     */
    default void flush(boolean behind) {}

    /** All there is has been offered and taken, up to the cursor's place; more may come. */
    default void onTail() {}

    /** The cursor's position is not in the partition any more, or not yet; the cursor is closed. */
    void onPositionGone(int partition, long position, long earliest, long latest);

    /** The partition cannot be read; the cursor is closed. */
    void onReadRefused(int partition, ErrorCode code, String reason);
}
