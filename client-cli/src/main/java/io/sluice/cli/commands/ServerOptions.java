package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.local.LocalInstance;
import io.sluice.cli.local.LocalServer;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which gateways and Kafka nodes of a local instance; a picocli mixin. */
final class ServerOptions {
    @Option(names = "--gateway", paramLabel = "N", split = ",", description = "Only this gateway, by its number from 1; may be given several times.")
    private List<Integer> gateways = new ArrayList<>();

    @Option(names = "--broker", paramLabel = "N", split = ",", description = "Only this Kafka node, by its number from 1; may be given several times.")
    private List<Integer> brokers = new ArrayList<>();

    /** Whether the user named none, and so means all. */
    boolean isEmpty() {
        return gateways.isEmpty() && brokers.isEmpty();
    }

    /**
     * What the user named, gateways first.
     *
     * @throws CliException if there is no such gateway or node
     */
    List<LocalServer> named(LocalInstance instance) throws CliException {
        List<LocalServer> servers = new ArrayList<>();
        for (int gateway : gateways) {
            servers.add(server(instance.gateways(), gateway, "gateway"));
        }
        for (int broker : brokers) {
            servers.add(server(instance.brokers(), broker, "Kafka node"));
        }
        return servers;
    }

    private static LocalServer server(List<? extends LocalServer> servers, int number, String what)
            throws CliException {
        if (number < 1 || number > servers.size()) {
            throw new CliException(ExitCode.USAGE, "there is no " + what + " " + number,
                    "It has " + what + " 1" + (servers.size() == 1 ? "" : " to " + servers.size())
                            + "; sluice status shows them.");
        }
        return servers.get(number - 1);
    }
}
