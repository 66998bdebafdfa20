package io.sluice.cli.commands;

import io.sluice.cli.ExitCode;
import io.sluice.cli.local.LocalInstance;
import io.sluice.cli.local.LocalServer;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice down}. */
@Command(name = "down", description = {"Stops the local gateways and Kafka. Their data stays.",
    "With --gateway or --broker it stops those alone; sluice up starts them again."}, exitCodeList = {
        "0:what was named runs no more", "2:wrong usage"}, footer = {"  sluice down", "  sluice down --gateway 2"})
public final class DownCommand extends SluiceCommand {
    @Mixin
    private HomeOptions home = new HomeOptions();

    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Override
    protected int run(Console console) throws Exception {
        LocalInstance instance = home.instance();
        boolean ran = false;
        if (servers.isEmpty()) {
            ran = instance.down();
        }
        for (LocalServer server : servers.named(instance)) {
            ran |= server.stop();
        }
        console.result(ran ? "stopped" : "nothing runs", Json.object().put("event", "down").put("stopped", ran));
        return ExitCode.OK;
    }
}
