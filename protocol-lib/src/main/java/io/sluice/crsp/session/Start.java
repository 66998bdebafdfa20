package io.sluice.crsp.session;

import java.util.List;

/** Where a delivery begins or goes to. */
public sealed interface Start {
    /** The oldest message that the topic still has. */
    record Earliest() implements Start {}

    /** The next message that will be written. */
    record Latest() implements Start {}

    /** This offset in every selected partition. */
    record Offset(long offset) implements Start {}

    /** The first message written at this time or later, in milliseconds since 1970 UTC. */
    record Timestamp(long epochMillis) implements Start {}

    /** An offset for each partition, as after a resume; partitions not named begin at earliest. */
    record Positions(List<Position> positions) implements Start {
        public Positions {
            positions = List.copyOf(positions);
        }
    }
}
