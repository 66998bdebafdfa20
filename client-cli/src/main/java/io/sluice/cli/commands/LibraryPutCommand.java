package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.library.FileDigest;
import io.sluice.cli.library.FileUpload;
import io.sluice.cli.library.Sessions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Progress;
import io.sluice.cli.output.ShutdownSignal;
import io.sluice.crsp.client.LibraryFile;
import io.sluice.crsp.client.SluiceException;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice library put}. */
@Command(name = "put", description = {
    "Stores files. Done when the gateway has read each back from Kafka and its SHA-256 is right.",
    "If it is stopped, by whatever, run it again: what the library has is not sent twice, on whichever machine and"
            + " through whichever gateway. A file that is the newest version already is not stored again."
}, exitCodeList = {
    "0:all files are in the library",
    "2:wrong usage, or a name or a file that the library does not take",
    "3:no gateway can be reached",
    "4:the gateway rejected the session",
    "5:what arrived is not the file, as when somebody writes to it",
    "6:the library is full, or a file cannot be read",
    "130:stopped by Ctrl-C; run it again to go on"
}, footer = {
    "  sluice library put film.mp4 --workers 7",
    "  sluice library put report.txt --name 'reports/2026, final.txt'",
    "  tar c photos | sluice library put - --name photos.tar"
})
public final class LibraryPutCommand extends SluiceCommand {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files; - for standard input, which is copied to the disk first.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--name", paramLabel = "NAME", description = "The name in the library (default: the file's own name, without its folder).")
    private @Nullable String name;

    @Option(names = "--type", paramLabel = "TYPE", description = "The media type, such as video/mp4 (default: what this machine takes it for).")
    private @Nullable String type;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "1", description = "Parts of the file under way at a time, 1 to 256 (default: ${DEFAULT-VALUE}).")
    private int workers = 1;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    private static final Path STANDARD_INPUT = Path.of("-");

    @Override
    protected int run(Console console) throws Exception {
        LibraryFiles.checkWorkers(workers);
        if (name != null && files.size() > 1) {
            throw new CliException(ExitCode.USAGE, "--name goes with one file", "Give one file, or leave --name out.");
        }
        if (name == null && files.contains(STANDARD_INPUT)) {
            throw new CliException(ExitCode.USAGE, "standard input has no name", "Name it with --name.");
        }
        Thread self = Thread.currentThread();
        try (ShutdownSignal signal = ShutdownSignal.install(self::interrupt)) {
            try (Sessions sessions = Sessions.open(gateway, console, workers)) {
                for (Path file : files) {
                    put(console, sessions, file);
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

    private void put(Console console, Sessions sessions, Path file) throws Exception {
        if (!file.equals(STANDARD_INPUT)) {
            put(console, sessions, file, name == null ? String.valueOf(file.getFileName()) : name);
            return;
        }
        Path copy = Files.createTempFile("sluice-", ".put");
        try {
            Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
            put(console, sessions, copy, String.valueOf(name));
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private void put(Console console, Sessions sessions, Path file, String as) throws Exception {
        long begun = System.nanoTime();
        FileDigest.Result announced = digest(console, file);
        FileUpload upload = new FileUpload(sessions, workers, file, as, mediaType(as), announced);
        LibraryFile stored;
        try (Progress progress = new Progress(console, "bytes stored", announced.size(), System::nanoTime)) {
            stored = upload.run(progress);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        String how = upload.sent() == 0 && announced.size() > 0
                ? "was there already"
                : String.format(Locale.ROOT, "%,d bytes sent, %,d were there, %.1f s", upload.sent(),
                        upload.existing(), seconds);
        console.result(
                String.format(Locale.ROOT, "%s: version %d, %,d bytes, %s%nSHA-256 %s", stored.name(),
                        stored.version(), stored.size(), how, stored.sha256()),
                LibraryFiles.json(stored)
                        .put("event", "stored")
                        .put("sent", upload.sent())
                        .put("existing", upload.existing())
                        .put("seconds", seconds)
                        .put("resumes", sessions.resumes()));
    }

    private static FileDigest.Result digest(Console console, Path file) throws CliException {
        try (Progress progress = new Progress(console, "bytes read", Files.size(file), System::nanoTime)) {
            return FileDigest.of(file, progress);
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, file + " cannot be read: " + e.getMessage(),
                    "Name a file that exists and that you may read.", e);
        }
    }

    private String mediaType(String as) {
        if (type != null) {
            return type;
        }
        String guessed = URLConnection.guessContentTypeFromName(as);
        return guessed == null ? "application/octet-stream" : guessed;
    }
}
