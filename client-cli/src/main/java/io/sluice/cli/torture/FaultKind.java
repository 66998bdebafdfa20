package io.sluice.cli.torture;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What is done to the cluster, or to the links of its devices. */
enum FaultKind {
    /** SIGKILL; started again after a while. */
    GATEWAY_KILL("gateway-kill", "gateway killed", Lane.CLUSTER, 5, 0, 4_000),
    /** SIGSTOP, then SIGCONT: long enough, at times, to be given up by Kafka and its devices, and to come back. */
    GATEWAY_FREEZE("gateway-freeze", "gateway frozen", Lane.CLUSTER, 3, 1_000, 12_000),
    /** SIGKILL; started again after a while. */
    BROKER_KILL("broker-kill", "broker killed", Lane.CLUSTER, 2, 0, 4_000),
    /** SIGSTOP, then SIGCONT. */
    BROKER_FREEZE("broker-freeze", "broker frozen", Lane.CLUSTER, 2, 1_000, 10_000),
    /** All gateways, one after the other, each ready before the next one stops. */
    ROLLING_RESTART("rolling-restart", "rolling restart", Lane.CLUSTER, 1, 0, 0),
    /** Nothing passes between devices and gateways. */
    CUT_ALL("cut-all", "all links cut", Lane.CLUSTER, 2, 500, 8_000),
    /** Much is lost, corrupted, doubled and late between devices and gateways. */
    LOSS_ALL("loss-all", "all links bad", Lane.CLUSTER, 1, 2_000, 10_000),
    /** One device is cut off, at times for longer than a connection lives. */
    CUT_ONE("cut", "one link cut", Lane.DEVICE, 3, 500, 20_000),
    /** The link of one device is bad. */
    LOSS_ONE("loss", "one link bad", Lane.DEVICE, 2, 2_000, 15_000);

    /** Faults of one lane follow each other; those of the other lane go on meanwhile. */
    enum Lane {
        /** What all devices may feel: one at a time, so that its effect can be told. */
        CLUSTER(1),
        /** What one device feels. */
        DEVICE(2);

        private final long salt;

        Lane(long salt) {
            this.salt = salt;
        }

        /** Keeps the lanes from drawing the same numbers. */
        long salt() {
            return salt;
        }
    }

    private final String option;
    private final String text;
    private final Lane lane;
    private final int weight;
    private final long shortestMillis;
    private final long longestMillis;

    FaultKind(String option, String text, Lane lane, int weight, long shortestMillis, long longestMillis) {
        this.option = option;
        this.text = text;
        this.lane = lane;
        this.weight = weight;
        this.shortestMillis = shortestMillis;
        this.longestMillis = longestMillis;
    }

    /** Its name on the command line. */
    String option() {
        return option;
    }

    /** What it is called in the report. */
    String text() {
        return text;
    }

    Lane lane() {
        return lane;
    }

    /** How often it comes among the others. */
    int weight() {
        return weight;
    }

    Duration shortest() {
        return Duration.ofMillis(shortestMillis);
    }

    Duration longest() {
        return Duration.ofMillis(longestMillis);
    }

    static Set<FaultKind> all() {
        return EnumSet.allOf(FaultKind.class);
    }

    static String options() {
        return Arrays.stream(values()).map(FaultKind::option).collect(Collectors.joining(", "));
    }
}
