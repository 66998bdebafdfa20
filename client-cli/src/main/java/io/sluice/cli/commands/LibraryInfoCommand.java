package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.Library;
import io.sluice.crsp.client.LibraryFile;
import io.sluice.crsp.client.LibraryPage;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice library info}. */
@Command(name = "info", description = "Tells of a file: size, media type, SHA-256, and its versions, the newest first.", exitCodeList = {
    "0:done", "2:wrong usage, or no such file", "3:no gateway can be reached",
    "4:the gateway rejected the session"}, footer = "  sluice library info film.mp4")
public final class LibraryInfoCommand extends SluiceCommand {
    @Parameters(paramLabel = "NAME", description = "The file's name in the library.")
    private String name = "";

    @Option(names = "--before", paramLabel = "N", defaultValue = "0", description = "Only versions before this one, such as the last of the page before.")
    private long before;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "Versions to show, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Override
    protected int run(Console console) throws Exception {
        if (limit < 1 || limit > Library.MAX_PAGE || before < 0) {
            throw new CliException(ExitCode.USAGE, "--limit must be from 1 to " + Library.MAX_PAGE
                    + ", and --before not negative", "");
        }
        try (SluiceClient client = gateway.connect(console)) {
            LibraryPage page = client.library().versions(name, before, limit);
            console.result(text(page), Json.object()
                    .put("event", "file")
                    .put("name", name)
                    .put("versions", page.files().stream().map(LibraryFiles::json).toList())
                    .put("more", page.more()));
            return ExitCode.OK;
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
    }

    private String text(LibraryPage page) {
        StringBuilder text = new StringBuilder(name);
        for (LibraryFile file : page.files()) {
            text.append(String.format(Locale.ROOT, "%n  version %d, stored %s, %,d bytes, %s%n    SHA-256 %s",
                    file.version(), file.created(), file.size(),
                    file.mediaType().isEmpty() ? "no media type" : file.mediaType(), file.sha256()));
        }
        if (page.more()) {
            text.append(String.format(Locale.ROOT, "%n  older ones: --before %d", page.files().getLast().version()));
        }
        return text.toString();
    }
}
