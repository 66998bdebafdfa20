package io.sluice.cli.torture;

import io.sluice.cli.local.InstanceSettings;
import java.time.Duration;
import java.util.Set;

/**
 * What a run is like.
 *
 * @param length how long faults go on, more than zero and at most a week
 * @param seed source of the faults and of all chance on the links
 * @param gateways 1 to {@link InstanceSettings#MOST_GATEWAYS}
 * @param brokers 1 to {@link InstanceSettings#MOST_BROKERS}
 * @param devices 2 to {@value #MOST_DEVICES}; every second one publishes, the others subscribe
 * @param kinds of faults, at least one
 * @param producedPerSecond records that are written to Kafka for the subscribers, all together
 * @param publishedPerSecond messages of each publisher
 * @param breakGateways whether gateways confirm before they commit, to see that the checker finds out
 */
record TortureSettings(Duration length, long seed, int gateways, int brokers, int devices, Set<FaultKind> kinds,
        double producedPerSecond, double publishedPerSecond, boolean breakGateways) {
    static final int MOST_DEVICES = 2000;
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final double MOST_PER_SECOND = 100_000;

    TortureSettings {
        kinds = Set.copyOf(kinds);
        require(length.isPositive() && length.compareTo(LONGEST) <= 0, "--minutes must be more than 0, at most a week");
        require(gateways >= 1 && gateways <= InstanceSettings.MOST_GATEWAYS,
                "--gateways must be from 1 to " + InstanceSettings.MOST_GATEWAYS + ", not " + gateways);
        require(brokers >= 1 && brokers <= InstanceSettings.MOST_BROKERS,
                "--brokers must be from 1 to " + InstanceSettings.MOST_BROKERS + ", not " + brokers);
        require(devices >= 2 && devices <= MOST_DEVICES,
                "--devices must be from 2 to " + MOST_DEVICES + ", not " + devices);
        require(!kinds.isEmpty(), "--faults must name at least one");
        require(producedPerSecond > 0 && producedPerSecond <= MOST_PER_SECOND && publishedPerSecond > 0
                && publishedPerSecond <= MOST_PER_SECOND, "rates must be more than 0, at most " + MOST_PER_SECOND);
    }

    /** Such as {@code 3 gateways and 1 broker}. */
    String describeCluster() {
        return count(gateways, "gateway") + " and " + count(brokers, "broker");
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
