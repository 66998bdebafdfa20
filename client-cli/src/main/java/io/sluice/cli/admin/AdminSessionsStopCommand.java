package io.sluice.cli.admin;

import picocli.CommandLine.Command;

/** {@code sluice admin sessions stop}. */
@Command(name = "stop", description = "Ends streams; their client is told, and does not begin them again.", exitCodeList = {
    "0:done", "2:wrong usage, or there is no such session", "3:the API cannot be reached",
    "4:the password or the role does not do",
    "9:it cannot be done now, or another gateway has the session"}, footer = "  sluice admin sessions stop a81bc81bdead4e5dabff90865d1e13b1 --stream 1")
public final class AdminSessionsStopCommand extends SteerStreamCommand {
    public AdminSessionsStopCommand() {
        super("stop");
    }
}
