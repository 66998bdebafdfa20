package io.sluice.cli.control;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a renderer plays to; one of these at a time. */
final class OutputOptions {
    @Option(names = {"-o",
        "--output"}, paramLabel = "FILE", description = "Play into a file, which each play and restart begins anew.")
    @Nullable
    Path file;

    @Option(names = "--stdout", description = "Play to standard output, one item after the other (the default).")
    boolean stdout;

    @Option(names = "--exec", paramLabel = "COMMAND", description = "Play into the standard input of a command, such as 'mpv -', which is started anew for each play"
            + " and restart.")
    @Nullable
    String command;
}
