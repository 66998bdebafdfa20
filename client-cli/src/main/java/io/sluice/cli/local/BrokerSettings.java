package io.sluice.cli.local;

import java.nio.file.Path;

/**
 * Where a {@link LocalBroker} lives.
 *
 * @param folder its data, log and pid file; made if missing, and kept over restarts
 * @param port where clients connect, on loopback
 * @param controllerPort where the node talks with itself, on loopback
 */
public record BrokerSettings(Path folder, int port, int controllerPort) {
    /** With the controller on the port after {@code port}. */
    public BrokerSettings(Path folder, int port) {
        this(folder, port, port + 1);
    }

    /** What clients give as bootstrap servers. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }
}
