package io.sluice.cli.admin;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** A command that shows a page of a list, or all of them. */
abstract class ListCommand extends ApiCommand {
    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "Rows of a page, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    @Option(names = "--all", description = "Every page.")
    private boolean all;

    /** The resource under {@code /api/v1/}. */
    protected abstract String resource();

    /** What is asked of it. */
    protected abstract Map<String, String> parameters();

    /** The event of a page in the output for machines, and what it is a page of. */
    protected abstract String what();

    /** Rows for people. */
    protected abstract Table table(List<JsonObject> items);

    @Override
    protected int run(Console console, ApiClient client) throws CliException, InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>(parameters());
        parameters.put("limit", Integer.toString(limit));
        JsonObject page = client.get(resource(), parameters);
        print(console, page);
        while (all && page.containsKey("next")) {
            page = client.follow(page.getString("next"));
            print(console, page);
        }
        if (!console.json()) {
            String total = page.containsKey("total") ? page.get("total") + " " + what() + " in all" : "";
            String more = page.containsKey("next") ? "more follow: --all" : "";
            String note = (total + (total.isEmpty() || more.isEmpty() ? "" : "; ") + more).strip();
            if (!note.isEmpty()) {
                console.note(note);
            }
        }
        return ExitCode.OK;
    }

    private void print(Console console, JsonObject page) {
        List<JsonObject> items = Answers.objects(page, "items");
        if (console.json()) {
            console.result("", Answers.event(what(), page));
        } else if (items.isEmpty()) {
            console.note("there are no such " + what());
        } else {
            console.result(table(items).toString(), Json.object());
        }
    }
}
