package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.library.Sessions;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.LibraryFile;
import io.sluice.crsp.client.LibrarySpace;
import java.time.Duration;
import java.util.Locale;

/** How files of the library are shown. */
final class LibraryFiles {
    private LibraryFiles() {}

    static void checkWorkers(int workers) throws CliException {
        if (workers < 1 || workers > Sessions.MAX_WORKERS) {
            throw new CliException(ExitCode.USAGE, "--workers must be from 1 to " + Sessions.MAX_WORKERS, "");
        }
    }

    static void checkVersion(long version) throws CliException {
        if (version < 0) {
            throw new CliException(ExitCode.USAGE, "--version-number must not be negative",
                    "See 'sluice library info NAME' for the versions of a file.");
        }
    }

    static Json json(LibraryFile file) {
        return Json.object()
                .put("name", file.name())
                .put("version", file.version())
                .put("size", file.size())
                .put("mediaType", file.mediaType())
                .put("sha256", file.sha256())
                .put("created", file.created().toString());
    }

    /** One line of a table: names last, because they have any length. */
    static String line(LibraryFile file) {
        return String.format(Locale.ROOT, "%,16d  %s  %8d  %s", file.size(), file.created().toString().substring(0, 19),
                file.version(), file.name());
    }

    static final String HEAD = String.format(Locale.ROOT, "%16s  %-19s  %8s  %s", "bytes", "stored (UTC)", "version",
            "name");

    static Json json(LibrarySpace space) {
        return Json.object()
                .put("files", space.files())
                .put("versions", space.versions())
                .put("bytes", space.bytes())
                .put("unfinishedUploads", space.unfinished())
                .put("unfinishedBytes", space.unfinishedBytes())
                .put("retentionSeconds", space.retention().toSeconds());
    }

    static String text(LibrarySpace space) {
        String unfinished = space.unfinished() == 0
                ? ""
                : String.format(Locale.ROOT, "; %,d unfinished uploads, %,d bytes", space.unfinished(),
                        space.unfinishedBytes());
        return String.format(Locale.ROOT, "%,d files, %,d versions, %,d bytes, kept %s%s", space.files(),
                space.versions(), space.bytes(), retention(space.retention()), unfinished);
    }

    private static String retention(Duration retention) {
        return retention.isZero() ? "until removed" : "for " + retention;
    }
}
