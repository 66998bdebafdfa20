package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.library.FileDigest;
import io.sluice.cli.library.FileDownload;
import io.sluice.cli.library.PartialFile;
import io.sluice.cli.library.Sessions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Progress;
import io.sluice.cli.output.ShutdownSignal;
import io.sluice.crsp.client.ByteRange;
import io.sluice.crsp.client.Library;
import io.sluice.crsp.client.LibraryDownload;
import io.sluice.crsp.client.LibraryFile;
import io.sluice.crsp.client.SluiceException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice library get}. */
@Command(name = "get", description = {
    "Gives a file, or a range of it, and compares its SHA-256.",
    "A whole file comes into FILE.part, beside a journal; if it is stopped, by whatever, run it again: what is here"
            + " does not come twice. A range, and what goes to standard output, comes in order and from its beginning."
}, exitCodeList = {
    "0:the file, or what there is of the range, is here",
    "2:wrong usage, no such file or version, or a range that begins beyond its end",
    "3:no gateway can be reached",
    "4:the gateway rejected the session",
    "5:what came is not what was stored, or Kafka has lost a part of it",
    "6:the file cannot be written",
    "130:stopped by Ctrl-C; run it again to go on"
}, footer = {
    "  sluice library get film.mp4 --workers 7",
    "  sluice library get 'reports/2026, final.txt' --output - | less",
    "  sluice library get film.mp4 --offset 1000000 --length 65536 --output slice"
})
public final class LibraryGetCommand extends SluiceCommand {
    @Parameters(paramLabel = "NAME", description = "The file's name in the library.")
    private String name = "";

    @Option(names = {"-o",
        "--output"}, paramLabel = "FILE", description = "Where to write it; - for standard output (default: what follows the last slash of the name).")
    private @Nullable Path output;

    @Option(names = "--version-number", paramLabel = "N", defaultValue = "0", description = "Which version (default: the newest).")
    private long version;

    @Option(names = "--offset", paramLabel = "N", defaultValue = "0", description = "The first byte wanted, from 0 (default: ${DEFAULT-VALUE}).")
    private long offset;

    @Option(names = "--length", paramLabel = "N", description = "How many bytes; what is beyond the end is not there (default: all).")
    private @Nullable Long length;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "1", description = "Parts of a whole file under way at a time, 1 to 256 (default: ${DEFAULT-VALUE}).")
    private int workers = 1;

    @Option(names = "--overwrite", description = "Replace a file that is there.")
    private boolean overwrite;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    private static final Path STANDARD_OUTPUT = Path.of("-");

    @Override
    protected int run(Console console) throws Exception {
        LibraryFiles.checkWorkers(workers);
        LibraryFiles.checkVersion(version);
        Long wanted = length;
        if (offset < 0 || (wanted != null && wanted < 0)) {
            throw new CliException(ExitCode.USAGE, "neither --offset nor --length may be negative", "");
        }
        boolean range = offset > 0 || wanted != null;
        Thread self = Thread.currentThread();
        try (ShutdownSignal signal = ShutdownSignal.install(self::interrupt)) {
            try (Sessions sessions = Sessions.open(gateway, console, range ? 1 : workers)) {
                Library library = sessions.library(0);
                if (STANDARD_OUTPUT.equals(output)) {
                    copy(console, library, System.out, bytes(wanted), !range, true);
                } else if (range) {
                    try (OutputStream file = create(target())) {
                        copy(console, library, file, bytes(wanted), false, false);
                    }
                } else {
                    download(console, sessions, library.info(name, version), target());
                }
                return ExitCode.OK;
            } catch (InterruptedException | ClosedByInterruptException e) {
                if (!signal.requested()) {
                    throw e;
                }
                console.note("stopped; the same command goes on where this one was");
                return ExitCode.INTERRUPTED;
            } catch (SluiceException e) {
                throw GatewayFailures.translate(e);
            }
        }
    }

    private ByteRange bytes(@Nullable Long wanted) {
        return new ByteRange(offset, wanted == null ? Library.TO_THE_END : wanted);
    }

    private Path target() throws CliException {
        // A name of the library is no path: only its last part becomes a file's name.
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        Path target = output == null ? Path.of(last.isEmpty() ? "file" : last) : output;
        if (Files.isDirectory(target)) {
            target = target.resolve(last.isEmpty() ? "file" : last);
        }
        if (!overwrite && Files.exists(target)) {
            throw new CliException(ExitCode.USAGE, target + " exists",
                    "Name another file with --output, or replace it with --overwrite.");
        }
        return target;
    }

    private static OutputStream create(Path target) throws CliException {
        try {
            return Files.newOutputStream(target);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private static CliException unwritable(Path target, IOException e) {
        return new CliException(ExitCode.ENVIRONMENT, target + " cannot be written: " + e.getMessage(),
                "Name a file that can be made with --output.", e);
    }

    private void download(Console console, Sessions sessions, LibraryFile file, Path target) throws Exception {
        long begun = System.nanoTime();
        try (PartialFile partial = PartialFile.open(target, file)) {
            FileDownload download = new FileDownload(sessions, workers, file, partial);
            try (Progress progress = new Progress(console, "bytes received", file.size(), System::nanoTime)) {
                download.run(progress);
            }
            try (Progress progress = new Progress(console, "bytes compared", file.size(), System::nanoTime)) {
                partial.complete(progress);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            console.result(
                    String.format(Locale.ROOT,
                            "%s: version %d, %,d bytes, %,d received, %,d were here, %.1f s%nSHA-256 %s", target,
                            file.version(), file.size(), download.received(), download.existing(), seconds,
                            file.sha256()),
                    LibraryFiles.json(file)
                            .put("event", "received")
                            .put("file", target.toString())
                            .put("received", download.received())
                            .put("existing", download.existing())
                            .put("seconds", seconds)
                            .put("resumes", sessions.resumes()));
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** In order, as it comes. */
    private void copy(
            Console console, Library library, OutputStream out, ByteRange wanted, boolean whole, boolean quiet)
            throws CliException, IOException, InterruptedException, SluiceException {
        FileDigest digest = new FileDigest();
        long received = 0;
        try (LibraryDownload download = library.download(name, version, wanted);
                Progress progress = new Progress(
                        console, "bytes received", download.range().length(), System::nanoTime)) {
            for (byte[] bytes = download.next(); bytes != null; bytes = download.next()) {
                out.write(bytes);
                digest.add(bytes, bytes.length);
                received += bytes.length;
                progress.update(received);
            }
            out.flush();
            LibraryFile file = download.file();
            if (whole && !digest.result().sha256().equals(file.sha256())) {
                throw new CliException(ExitCode.DATA_CHECK_FAILED,
                        "what came is not version " + file.version() + " of " + name + ": its SHA-256 differs",
                        "Throw it away and run the command again.");
            }
            String text = String.format(Locale.ROOT, "%s: version %d, bytes %,d to %,d of %,d", name, file.version(),
                    download.range().offset(), download.range().end(), file.size());
            if (quiet) {
                console.note(text);
            } else {
                console.result(text, LibraryFiles.json(file)
                        .put("event", "received")
                        .put("offset", download.range().offset())
                        .put("received", received));
            }
        }
    }
}
