package io.sluice.gateway.points;

/** What a record of the topic says. */
sealed interface PointsEntry {
    String series();

    /** These points are in the series, in place of others of their times. */
    record Stored(String series, PointBatch points) implements PointsEntry {}

    /** The series and all its points are gone. */
    record Removed(String series) implements PointsEntry {}
}
