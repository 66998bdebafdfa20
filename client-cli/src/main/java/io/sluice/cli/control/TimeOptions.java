package io.sluice.cli.control;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.convert.DurationConverter;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When renderers are to follow a command; one of these at a time. */
final class TimeOptions {
    @Option(names = "--at", paramLabel = "TIME", description = "Follow it at this time by the renderers' clocks, such as 2026-11-01T10:00:00Z: renderers of one"
            + " command begin together.")
    private @Nullable String at;

    @Option(names = "--in", paramLabel = "DURATION", converter = DurationConverter.class, description = "Follow it after so long, such as 2s.")
    private @Nullable Duration in;

    /** Milliseconds since 1970 UTC, or 0 for at once. */
    long millis() throws CliException {
        if (in != null) {
            return System.currentTimeMillis() + in.toMillis();
        }
        if (at == null) {
            return 0;
        }
        try {
            // What is past is at once; 0 would be no time at all.
            return Math.max(1, OffsetDateTime.parse(at).toInstant().toEpochMilli());
        } catch (DateTimeParseException e) {
            throw new CliException(ExitCode.USAGE, "'" + at + "' is no time", "Write one like 2026-11-01T10:00:00Z.",
                    e);
        }
    }
}
