package io.sluice.cli.gateway;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.convert.HostPort;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalHome;
import io.sluice.crsp.client.ClientOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The gateways that are meant when none is named. */
final class DefaultGateways {
    private static final String VARIABLE = "SLUICE_GATEWAY";

    private DefaultGateways() {}

    /**
     * Those of SLUICE_GATEWAY if set, else all of the last {@code sluice up}, else the usual port of this machine.
     *
     * @throws CliException if the variable holds no addresses
     */
    static List<HostPort> find() throws CliException {
        String variable = System.getenv(VARIABLE);
        if (variable != null && !variable.isEmpty()) {
            return parse(variable);
        }
        return local().map(DefaultGateways::of)
                .orElseGet(() -> List.of(new HostPort("localhost", ClientOptions.DEFAULT_PORT)));
    }

    private static List<HostPort> parse(String variable) throws CliException {
        try {
            return Arrays.stream(variable.split(",", -1)).map(HostPort::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, VARIABLE + ": " + e.getMessage(), "Set it right, or unset it.", e);
        }
    }

    static List<HostPort> of(InstanceSettings settings) {
        return IntStream.rangeClosed(1, settings.gateways())
                .mapToObj(gateway -> new HostPort("localhost", settings.port(gateway))).toList();
    }

    private static Optional<InstanceSettings> local() {
        try {
            return InstanceSettings.find(LocalHome.standard());
        } catch (CliException notInstalled) {
            return Optional.empty();
        }
    }
}
