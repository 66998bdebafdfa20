package io.sluice.cli.admin;

import picocli.CommandLine.Command;

/** {@code sluice admin sessions restart}. */
@Command(name = "restart", description = "Delivers again from where the stream began; the client is told.", exitCodeList = {
    "0:done", "2:wrong usage, or there is no such session", "3:the API cannot be reached",
    "4:the password or the role does not do",
    "9:it cannot be done now, or another gateway has the session"}, footer = "  sluice admin sessions restart a81bc81bdead4e5dabff90865d1e13b1")
public final class AdminSessionsRestartCommand extends SteerStreamCommand {
    public AdminSessionsRestartCommand() {
        super("restart");
    }
}
