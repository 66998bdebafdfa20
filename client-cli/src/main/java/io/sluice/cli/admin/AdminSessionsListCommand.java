package io.sluice.cli.admin;

import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice admin sessions list}. */
@Command(name = "list", description = "Lists the sessions of a gateway; of several filters all must fit.", exitCodeList = {
    "0:done", "2:wrong usage", "3:the API cannot be reached", "4:the password or the role does not do"}, footer = {
        "  sluice admin sessions list --state DETACHED --sort -changed",
        "  sluice admin sessions list --topic orders --all --json"})
public final class AdminSessionsListCommand extends ListCommand {
    @Option(names = "--id", paramLabel = "DIGITS", defaultValue = "", description = "The first digits of the id.")
    private String id = "";

    @Option(names = "--state", paramLabel = "STATE", defaultValue = "", description = "ACTIVE, DETACHED or EXPIRED.")
    private String state = "";

    @Option(names = "--client", paramLabel = "TEXT", defaultValue = "", description = "Part of the client's name.")
    private String clientName = "";

    @Option(names = "--address", paramLabel = "TEXT", defaultValue = "", description = "Part of the client's address and port.")
    private String address = "";

    @Option(names = "--topic", paramLabel = "NAME", defaultValue = "", description = "The topic of a stream.")
    private String topic = "";

    @Option(names = "--kind", paramLabel = "KIND", defaultValue = "", description = "The kind of a stream: delivery, ingest, sequence, library, renderer, controller or points.")
    private String kind = "";

    @Option(names = "--min-lag", paramLabel = "RECORDS", defaultValue = "", description = "Records behind at least.")
    private String minLag = "";

    @Option(names = "--min-loss", paramLabel = "PERCENT", defaultValue = "", description = "Packets lost of those sent to the client at least.")
    private String minLoss = "";

    @Option(names = "--younger-than", paramLabel = "TIME", defaultValue = "", description = "Begun less long ago, in ISO 8601 such as PT10M.")
    private String youngerThan = "";

    @Option(names = "--older-than", paramLabel = "TIME", defaultValue = "", description = "Begun longer ago, in ISO 8601 such as P1D.")
    private String olderThan = "";

    @Option(names = "--sort", paramLabel = "FIELD", defaultValue = "", description = "id, created, changed, state or client; with a hyphen before it the largest first.")
    private String sort = "";

    @Override
    protected String resource() {
        return "sessions";
    }

    @Override
    protected Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("id", id);
        parameters.put("state", state);
        parameters.put("client", clientName);
        parameters.put("address", address);
        parameters.put("topic", topic);
        parameters.put("kind", kind);
        parameters.put("minLag", minLag);
        parameters.put("minLoss", minLoss);
        parameters.put("youngerThan", youngerThan);
        parameters.put("olderThan", olderThan);
        parameters.put("sort", sort);
        return parameters;
    }

    @Override
    protected String what() {
        return "sessions";
    }

    @Override
    protected Table table(List<JsonObject> items) {
        Table table = new Table("SESSION", "STATE", "CLIENT", "ADDRESS", "STREAMS");
        for (JsonObject each : items) {
            table.row(Answers.text(each, "id"), Answers.text(each, "state"), Answers.text(each, "clientName"),
                    Answers.text(each, "remoteAddress"), Answers.objects(each, "streams").stream()
                            .map(AdminSessionsListCommand::stream).collect(Collectors.joining("; ")));
        }
        return table;
    }

    static String stream(JsonObject stream) {
        long lag = stream.containsKey("lag") ? stream.getJsonNumber("lag").longValue() : 0;
        String state = stream.getString("state", "");
        return Answers.text(stream, "id") + " " + Answers.text(stream, "kind") + " " + Answers.text(stream, "topic")
                + " at " + Answers.text(stream, "position") + (lag > 0 ? ", " + lag + " behind" : "")
                + (state.isEmpty() ? "" : ", " + state);
    }
}
