package io.sluice.gateway.session;

import io.sluice.crsp.session.Start;
import java.time.Instant;

/** Where an operator lets delivery go on. */
public sealed interface SeekTarget {
    /** The first record that is there. */
    record Earliest() implements SeekTarget {}

    /** What comes next. */
    record Latest() implements SeekTarget {}

    /**
     * The same offset in every partition.
     *
     * @param offset 0 or more
     */
    record Offset(long offset) implements SeekTarget {}

    /**
     * The first record of each partition that is not older.
     *
     * @param instant since 1970
     */
    record Time(Instant instant) implements SeekTarget {}

    /** For people. */
    default String text() {
        return switch (this) {
            case Earliest() -> "to earliest";
            case Latest() -> "to latest";
            case Offset(long offset) -> "to offset " + offset;
            case Time(Instant instant) -> "to " + instant;
        };
    }

    /** As the protocol says it. */
    default Start toStart() {
        return switch (this) {
            case Earliest() -> new Start.Earliest();
            case Latest() -> new Start.Latest();
            case Offset(long offset) -> new Start.Offset(offset);
            case Time(Instant instant) -> new Start.Timestamp(instant.toEpochMilli());
        };
    }
}
