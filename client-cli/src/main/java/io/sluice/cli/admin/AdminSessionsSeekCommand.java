package io.sluice.cli.admin;

import io.sluice.cli.convert.StartConverter;
import io.sluice.crsp.session.Start;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice admin sessions seek}. */
@Command(name = "seek", description = "Delivers on from elsewhere; the client is told.", exitCodeList = {"0:done",
    "2:wrong usage, or there is no such session", "3:the API cannot be reached",
    "4:the password or the role does not do", "9:it cannot be done now, or another gateway has the session"}, footer = {
        "  sluice admin sessions seek a81bc81bdead4e5dabff90865d1e13b1 --to earliest",
        "  sluice admin sessions seek a81bc81bdead4e5dabff90865d1e13b1 --stream 1 --to 2026-11-01T10:00:00Z"})
public final class AdminSessionsSeekCommand extends SteerStreamCommand {
    @Option(names = "--to", paramLabel = "PLACE", required = true, converter = StartConverter.class, description = "earliest, latest, an offset such as 1000, or a time such as 2026-11-01T10:00:00Z.")
    private Start place = new Start.Latest();

    public AdminSessionsSeekCommand() {
        super("seek");
    }

    @Override
    protected JsonObject body() {
        return switch (place) {
            case Start.Earliest() -> Json.createObjectBuilder().add("to", "earliest").build();
            case Start.Latest() -> Json.createObjectBuilder().add("to", "latest").build();
            case Start.Offset(long offset) -> Json.createObjectBuilder().add("offset", offset).build();
            case Start.Timestamp(long millis) ->
                Json.createObjectBuilder().add("timestamp", Instant.ofEpochMilli(millis).toString()).build();
            case Start.Positions positions -> throw new IllegalArgumentException("not from an option: " + positions);
        };
    }
}
