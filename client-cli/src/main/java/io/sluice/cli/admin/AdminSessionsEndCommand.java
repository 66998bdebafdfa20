package io.sluice.cli.admin;

import picocli.CommandLine.Command;

/** {@code sluice admin sessions end}. */
@Command(name = "end", description = "Gives sessions up with their positions; their clients are told.", exitCodeList = {
    "0:done", "2:wrong usage, or there is no such session", "3:the API cannot be reached",
    "4:the password or the role does not do",
    "9:it cannot be done now, or another gateway has the session"}, footer = "  sluice admin sessions end a81bc81bdead4e5dabff90865d1e13b1")
public final class AdminSessionsEndCommand extends SteerCommand {
    public AdminSessionsEndCommand() {
        super("end");
    }
}
