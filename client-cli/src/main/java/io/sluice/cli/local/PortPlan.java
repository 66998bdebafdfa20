package io.sluice.cli.local;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The ports of one local instance. One that the user named stays; the others go up from their default to the first that
 * is free. Not thread-safe.
 */
public final class PortPlan {
    private static final int MOST_TRIES = 200;

    private final Set<Integer> promised = new HashSet<>();

    /** A port for devices, UDP and TCP. */
    public int device(@Nullable Integer named) throws CliException {
        int port = choose(named, InstanceSettings.DEFAULT_PORT, 1,
                candidate -> Ports.isFreeUdp(candidate) && isFreeHere(candidate), "--port");
        promised.add(port);
        return port;
    }

    /** A port for Kafka; the next one, its controller's, is free, too. */
    public int kafka(@Nullable Integer named) throws CliException {
        int port = choose(named, InstanceSettings.DEFAULT_KAFKA_PORT, 2,
                first -> isFreeHere(first) && isFreeHere(first + 1), "--kafka-port");
        promised.add(port);
        promised.add(port + 1);
        return port;
    }

    /** A port for the console. */
    public int http(@Nullable Integer named) throws CliException {
        int port = choose(named, InstanceSettings.DEFAULT_HTTP_PORT, 1, this::isFreeHere, "--http-port");
        promised.add(port);
        return port;
    }

    private boolean isFreeHere(int port) {
        return !promised.contains(port) && Ports.isFreeTcp(port);
    }

    private static int choose(@Nullable Integer named, int first, int step, IntPredicate free, String option)
            throws CliException {
        if (named != null) {
            return named;
        }
        for (int port = first; port < first + MOST_TRIES * step; port += step) {
            if (free.test(port)) {
                return port;
            }
        }
        throw new CliException(ExitCode.ENVIRONMENT, "no port from " + first + " on is free",
                "Name one with " + option + ".");
    }
}
