package io.sluice.cli.admin;

import io.sluice.cli.convert.DurationConverter;
import io.sluice.cli.output.Console;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** For how long and why; a picocli mixin. */
final class BanOptions {
    @Option(names = "--for", paramLabel = "TIME", converter = DurationConverter.class, description = "How long, such as 10m, 1h or P7D (default: one hour).")
    private @Nullable Duration time;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for other operators. The clients are not told.")
    private String reason = "";

    /** What the API is asked for. */
    JsonObject body() {
        JsonObjectBuilder body = Json.createObjectBuilder();
        Duration wanted = time;
        if (wanted != null) {
            body.add("seconds", wanted.plusMillis(999).toSeconds());
        }
        if (!reason.isEmpty()) {
            body.add("reason", reason);
        }
        return body.build();
    }

    /** Says what was done. */
    static void print(Console console, JsonObject done) {
        JsonObject ban = done.getJsonObject("ban");
        console.result("banned: " + Answers.text(ban, "address") + " until " + Answers.text(ban, "until")
                + "; sessions of this gateway that came from it: " + Answers.text(done, "sessions"),
                Answers.event("banned", done));
    }
}
