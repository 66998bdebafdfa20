package io.sluice.cli.admin;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Console;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command that does something to sessions, one after the other; the first that is refused ends it. */
abstract class SteerCommand extends ApiCommand {
    @Parameters(paramLabel = "SESSION", arity = "1..*", description = "Ids of sessions, 32 hexadecimal digits each.")
    private List<String> ids = List.of();

    private final String action;

    SteerCommand(String action) {
        this.action = action;
    }

    /** The one stream concerned, or null for all. */
    protected @Nullable Long stream() {
        return null;
    }

    /** What else is said. */
    protected JsonObject body() {
        return Json.createObjectBuilder().build();
    }

    @Override
    protected int run(Console console, ApiClient client) throws CliException, InterruptedException {
        Long stream = stream();
        for (String id : ids) {
            JsonObject done = client.post("sessions/" + ApiClient.encoded(id) + "/"
                    + (stream == null ? "" : "streams/" + stream + "/") + action, body());
            List<String> streams = done.getJsonArray("streams").stream().map(Object::toString).toList();
            console.result(action + ": " + id
                    + (streams.isEmpty() ? "" : ", stream " + String.join(", ", streams))
                    + (streams.isEmpty() && done.getInt("count", 0) > 0 ? elsewhere(done) : ""),
                    Answers.event(action, done));
        }
        return ExitCode.OK;
    }

    private static String elsewhere(JsonObject done) {
        int count = done.getInt("count");
        return ", " + count + (count == 1 ? " stream" : " streams") + " at " + Answers.text(done, "gateway");
    }
}
