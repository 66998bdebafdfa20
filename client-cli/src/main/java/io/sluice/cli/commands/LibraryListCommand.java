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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice library list}. */
@Command(name = "list", description = {
    "Lists the newest versions of files by name, a page of them, and what all of the library holds.",
    "With --all, page after page to the end."}, exitCodeList = {"0:done", "2:wrong usage",
        "3:no gateway can be reached",
        "4:the gateway rejected the session"}, footer = {"  sluice library list",
            "  sluice library list films/ --limit 20 --after films/b.mp4"})
public final class LibraryListCommand extends SluiceCommand {
    @Parameters(paramLabel = "PREFIX", arity = "0..1", defaultValue = "", description = "How the names begin (default: all).")
    private String prefix = "";

    @Option(names = "--after", paramLabel = "NAME", defaultValue = "", description = "Only names after this one, such as the last of the page before.")
    private String after = "";

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "Files of a page, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    @Option(names = "--all", description = "Every page.")
    private boolean all;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Override
    protected int run(Console console) throws Exception {
        if (limit < 1 || limit > Library.MAX_PAGE) {
            throw new CliException(ExitCode.USAGE, "--limit must be from 1 to " + Library.MAX_PAGE, "");
        }
        try (SluiceClient client = gateway.connect(console)) {
            Library library = client.library();
            String last = after;
            LibraryPage page;
            boolean first = true;
            do {
                page = library.list(prefix, last, limit);
                print(console, page, first);
                first = false;
                last = page.files().isEmpty() ? last : page.files().getLast().name();
            } while (all && page.more());
            if (page.more() && !console.json()) {
                console.note("more follow: --after '" + last + "', or --all");
            }
            if (!console.json()) {
                console.note(LibraryFiles.text(page.space()));
            }
            return ExitCode.OK;
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
    }

    private static void print(Console console, LibraryPage page, boolean first) {
        if (console.json()) {
            console.result("", Json.object()
                    .put("event", "files")
                    .put("files", page.files().stream().map(LibraryFiles::json).toList())
                    .put("more", page.more())
                    .put("space", LibraryFiles.json(page.space())));
            return;
        }
        if (first && !page.files().isEmpty()) {
            console.result(LibraryFiles.HEAD, Json.object());
        }
        for (LibraryFile file : page.files()) {
            console.result(LibraryFiles.line(file), Json.object());
        }
    }
}
