package io.sluice.crsp.client;

import java.time.Duration;

/**
 * What may carry a client's connections.
 *
 * @param choice the rule
 * @param firstProbe how long a connection is over TCP before UDP is tried again in the background. Default 30 s
 * @param longestProbe where the time between further tries ends, which doubles with each that fails. Default 10 min
 */
public record TransportPolicy(Choice choice, Duration firstProbe, Duration longestProbe) {
    /** Rules. */
    public enum Choice {
        /** UDP; TCP while UDP gets no answer. */
        AUTO,
        /** Nothing but UDP. */
        UDP,
        /** Nothing but TCP. */
        TCP
    }

    private static final Duration FIRST_PROBE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PROBE = Duration.ofMinutes(10);

    /** UDP; TCP while UDP gets no answer. */
    public static final TransportPolicy AUTO = of(Choice.AUTO);

    /** Nothing but UDP. */
    public static final TransportPolicy UDP = of(Choice.UDP);

    /** Nothing but TCP. */
    public static final TransportPolicy TCP = of(Choice.TCP);

    public TransportPolicy {
        if (firstProbe.toMillis() < 1 || longestProbe.compareTo(firstProbe) < 0
                || longestProbe.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("times between probes must be 1 ms <= first <= longest <= 1 day");
        }
    }

    /** A rule with the default times. */
    public static TransportPolicy of(Choice choice) {
        return new TransportPolicy(choice, FIRST_PROBE, LONGEST_PROBE);
    }

    /** The same with other times between tries of UDP. */
    public TransportPolicy withProbes(Duration first, Duration longest) {
        return new TransportPolicy(choice, first, longest);
    }
}
