package io.sluice.cli.admin;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One that may concern a single stream. */
abstract class SteerStreamCommand extends SteerCommand {
    @Option(names = "--stream", paramLabel = "N", description = "The number of the one stream (default: all on which a topic is delivered).")
    private @Nullable Long stream;

    SteerStreamCommand(String action) {
        super(action);
    }

    @Override
    protected @Nullable Long stream() {
        return stream;
    }
}
