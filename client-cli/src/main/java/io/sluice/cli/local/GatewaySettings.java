package io.sluice.cli.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a {@link LocalGateway} lives and what it is told.
 *
 * @param folder Liberty's user folder: server, log and pid file; made if missing
 * @param port where devices connect, over UDP
 * @param httpPort REST API, console and health, on loopback
 * @param kafka bootstrap servers of its Kafka
 * @param environment more settings, by the names of environment variables such as {@code SLUICE_ADMIN_PASSWORD}
 */
public record GatewaySettings(Path folder, int port, int httpPort, String kafka, Map<String, String> environment) {
    /** Copies {@code environment}. */
    public GatewaySettings {
        environment = Map.copyOf(environment);
    }

    /** The same with one more setting. */
    public GatewaySettings with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new GatewaySettings(folder, port, httpPort, kafka, more);
    }
}
