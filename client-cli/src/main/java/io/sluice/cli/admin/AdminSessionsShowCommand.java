package io.sluice.cli.admin;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Console;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sluice admin sessions show}. */
@Command(name = "show", description = "Shows a session with its streams and its connection.", exitCodeList = {"0:done",
    "2:wrong usage", "3:the API cannot be reached",
    "4:the password or the role does not do"}, footer = "  sluice admin sessions show a81bc81bdead4e5dabff90865d1e13b1")
public final class AdminSessionsShowCommand extends ApiCommand {
    @Parameters(paramLabel = "SESSION", description = "Its id, 32 hexadecimal digits.")
    private String id = "";

    @Override
    protected int run(Console console, ApiClient client) throws CliException, InterruptedException {
        JsonObject details = client.get("sessions/" + ApiClient.encoded(id), Map.of());
        console.result(text(details), Answers.event("session", details));
        return ExitCode.OK;
    }

    static String text(JsonObject details) {
        JsonObject session = details.getJsonObject("session");
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        lines.add("session     " + Answers.text(session, "id"));
        lines.add("state       " + Answers.text(session, "state") + " since " + Answers.text(session, "changedAt"));
        lines.add(
                "client      " + Answers.text(session, "clientName") + " at " + Answers.text(session, "remoteAddress"));
        lines.add("created     " + Answers.text(session, "createdAt") + ", epoch " + Answers.text(session, "epoch"));
        lines.add("gateway     " + Answers.text(session, "gatewayId"));
        for (JsonObject stream : Answers.objects(session, "streams")) {
            lines.add("stream      " + AdminSessionsListCommand.stream(stream));
        }
        JsonObject connection = details.getJsonObject("connection");
        if (connection != null) {
            lines.add("connection  round trip " + Answers.text(connection, "rttMillis") + " ms, window "
                    + Answers.text(connection, "congestionWindow") + " bytes, "
                    + Answers.text(connection, "packetsLost") + " of " + Answers.text(connection, "packetsSent")
                    + " packets lost, datagrams of " + Answers.text(connection, "datagramBytes") + " bytes");
        }
        return lines.toString();
    }
}
