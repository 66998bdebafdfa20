package io.sluice.cli.admin;

import io.sluice.cli.convert.StartConverter;
import io.sluice.crsp.session.Start;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice admin topics browse}. */
@Command(name = "browse", description = "Shows records of a partition; by itself the latest.", exitCodeList = {"0:done",
    "2:wrong usage, or there is no such topic", "3:the API cannot be reached",
    "4:the password or the role does not do"}, footer = {
        "  sluice admin topics browse orders --limit 20",
        "  sluice admin topics browse orders --partition 2 --from 2026-11-01T10:00:00Z"})
public final class AdminTopicsBrowseCommand extends ListCommand {
    @Parameters(paramLabel = "TOPIC", description = "Its name.")
    private String name = "";

    @Option(names = "--partition", paramLabel = "N", defaultValue = "0", description = "Its number (default: ${DEFAULT-VALUE}).")
    private int partition;

    @Option(names = "--from", paramLabel = "PLACE", defaultValue = "latest", converter = StartConverter.class, description = "earliest, latest, an offset such as 1000, or a time such as 2026-11-01T10:00:00Z (default: ${DEFAULT-VALUE}).")
    private Start from = new Start.Latest();

    @Override
    protected String resource() {
        return "topics/" + ApiClient.encoded(name) + "/partitions/" + partition + "/messages";
    }

    @Override
    protected Map<String, String> parameters() {
        return switch (from) {
            case Start.Earliest() -> Map.of("from", "earliest");
            case Start.Offset(long offset) -> Map.of("offset", Long.toString(offset));
            case Start.Timestamp(long millis) -> Map.of("timestamp", Instant.ofEpochMilli(millis).toString());
            default -> Map.of("from", "latest");
        };
    }

    @Override
    protected String what() {
        return "messages";
    }

    @Override
    protected Table table(List<JsonObject> items) {
        Table table = new Table("OFFSET", "TIME", "KEY", "VALUE");
        for (JsonObject each : items) {
            table.row(Answers.text(each, "offset"), Answers.text(each, "timestamp"), content(each, "key"),
                    content(each, "value"));
        }
        return table;
    }

    private static String content(JsonObject message, String name) {
        JsonObject content = message.getJsonObject(name);
        if (content == null) {
            return "-";
        }
        return content.containsKey("text")
                ? content.getString("text").replaceAll("\\p{Cntrl}", " ")
                : content.getString("base64", "");
    }
}
