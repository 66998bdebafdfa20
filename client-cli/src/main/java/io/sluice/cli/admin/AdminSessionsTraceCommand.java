package io.sluice.cli.admin;

import picocli.CommandLine.Command;

/** {@code sluice admin sessions trace}. */
@Command(name = "trace", description = "Keeps event logs of the connections of sessions from now on; GET /api/v1/sessions/ID/trace and the console give them as qlog.", exitCodeList = {
    "0:done", "2:wrong usage, or there is no such session", "3:the API cannot be reached",
    "4:the password or the role does not do",
    "9:it cannot be done now, or another gateway has the session"}, footer = "  sluice admin sessions trace a81bc81bdead4e5dabff90865d1e13b1")
public final class AdminSessionsTraceCommand extends SteerCommand {
    public AdminSessionsTraceCommand() {
        super("trace");
    }
}
