package io.sluice.cli.local;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
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
        return devices(named, 1);
    }

    /** The first of as many ports for devices, one after the other. */
    public int devices(@Nullable Integer named, int count) throws CliException {
        return promise(count, choose(named, InstanceSettings.DEFAULT_PORT, 1,
                each(count, port -> Ports.isFreeUdp(port) && isFreeHere(port)), "--port"));
    }

    /** A port for Kafka; the next one, its controller's, is free, too. */
    public int kafka(@Nullable Integer named) throws CliException {
        return kafkas(named, 1);
    }

    /** The first of as many pairs of ports for Kafka's nodes, one after the other. */
    public int kafkas(@Nullable Integer named, int count) throws CliException {
        return promise(2 * count, choose(named, InstanceSettings.DEFAULT_KAFKA_PORT, 2,
                each(2 * count, this::isFreeHere), "--kafka-port"));
    }

    /** A port for the console. */
    public int http(@Nullable Integer named) throws CliException {
        return https(named, 1);
    }

    /** The first of as many ports for consoles, one after the other. */
    public int https(@Nullable Integer named, int count) throws CliException {
        return promise(count, choose(named, InstanceSettings.DEFAULT_HTTP_PORT, 1, each(count, this::isFreeHere),
                "--http-port"));
    }

    private int promise(int count, int first) {
        IntStream.range(first, first + count).forEach(promised::add);
        return first;
    }

    private static IntPredicate each(int count, IntPredicate free) {
        return first -> IntStream.range(first, first + count).allMatch(free);
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
