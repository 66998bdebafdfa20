package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.local.Installation;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalHome;
import io.sluice.cli.local.LocalInstance;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which local gateway and Kafka; a picocli mixin. */
final class HomeOptions {
    @Option(names = "--home", paramLabel = "FOLDER", description = "Folder with the data, logs and settings of one local"
            + " gateway and Kafka (default: SLUICE_HOME if set, else .sluice in the project's folder).")
    private @Nullable Path home;

    /** The folder in question. */
    LocalHome home() throws CliException {
        return home == null ? LocalHome.standard() : new LocalHome(home);
    }

    /** What the last {@code up} in that folder described. */
    LocalInstance instance() throws CliException {
        return new LocalInstance(Installation.find(), InstanceSettings.load(home()));
    }
}
