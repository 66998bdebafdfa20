package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.library.FileDigest;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Progress;
import io.sluice.crsp.client.LibraryFile;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice library verify}. */
@Command(name = "verify", description = {
    "Has the gateway read a file back from Kafka, and compares its SHA-256 with what was stored;"
            + " with --file, also with a file of this machine.",
    "Nothing of the file crosses the network."}, exitCodeList = {
        "0:all are the same", "2:wrong usage, or no such file", "3:no gateway can be reached",
        "4:the gateway rejected the session", "5:they differ, or Kafka has lost a part of the file",
        "6:the local file cannot be read"}, footer = "  sluice library verify film.mp4 --file film.mp4")
public final class LibraryVerifyCommand extends SluiceCommand {
    @Parameters(paramLabel = "NAME", description = "The file's name in the library.")
    private String name = "";

    @Option(names = "--version-number", paramLabel = "N", defaultValue = "0", description = "Which version (default: the newest).")
    private long version;

    @Option(names = "--file", paramLabel = "FILE", description = "A file of this machine that should be the same.")
    private @Nullable Path local;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Override
    protected int run(Console console) throws Exception {
        LibraryFiles.checkVersion(version);
        String localDigest = local == null ? null : digest(console, local);
        try (SluiceClient client = gateway.connect(console)) {
            LibraryFile file = client.library().info(name, version);
            String found = client.library().verify(file);
            boolean inKafka = found.equals(file.sha256());
            boolean here = localDigest == null || localDigest.equals(file.sha256());
            console.result(
                    String.format(Locale.ROOT, "%s: version %d, %,d bytes, in Kafka %s%s%nSHA-256 %s", name,
                            file.version(), file.size(), inKafka ? "as stored" : "NOT as stored: " + found,
                            local == null ? "" : ", " + local + (here ? " is the same" : " DIFFERS"), file.sha256()),
                    LibraryFiles.json(file)
                            .put("event", "verified")
                            .put("foundSha256", found)
                            .put("localSha256", localDigest)
                            .put("equal", inKafka && here));
            return inKafka && here ? ExitCode.OK : ExitCode.DATA_CHECK_FAILED;
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
    }

    private static String digest(Console console, Path file) throws CliException {
        try (Progress progress = new Progress(console, "bytes read", Files.size(file), System::nanoTime)) {
            return FileDigest.of(file, progress).sha256();
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, file + " cannot be read: " + e.getMessage(),
                    "Name a file that exists and that you may read.", e);
        }
    }
}
