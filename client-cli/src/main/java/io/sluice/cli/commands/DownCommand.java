package io.sluice.cli.commands;

import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice down}. */
@Command(name = "down", description = "Stops the local gateway and Kafka. Their data stays.", exitCodeList = {
    "0:nothing runs any more", "2:wrong usage"}, footer = "  sluice down")
public final class DownCommand extends SluiceCommand {
    @Mixin
    private HomeOptions home = new HomeOptions();

    @Override
    protected int run(Console console) throws Exception {
        boolean ran = home.instance().down();
        console.result(ran ? "stopped" : "nothing runs", Json.object().put("event", "down").put("stopped", ran));
        return ExitCode.OK;
    }
}
