package io.sluice.cli.admin;

import picocli.CommandLine.Command;

/** {@code sluice admin sessions disconnect}. */
@Command(name = "disconnect", description = "Ends the connection. The session stays, and its client comes back within its window.", exitCodeList = {
    "0:done", "2:wrong usage, or there is no such session", "3:the API cannot be reached",
    "4:the password or the role does not do",
    "9:it cannot be done now, or another gateway has the session"}, footer = "  sluice admin sessions disconnect a81bc81bdead4e5dabff90865d1e13b1")
public final class AdminSessionsDisconnectCommand extends SteerCommand {
    public AdminSessionsDisconnectCommand() {
        super("disconnect");
    }
}
