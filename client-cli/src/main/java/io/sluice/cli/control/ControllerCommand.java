package io.sluice.cli.control;

import io.sluice.cli.ExitCode;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.crsp.client.Controller;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice controller}: a menu for people, and the group of commands that steer renderers. */
@Command(name = "controller", description = {
    "Steers renderers, and with --session streams of any session. Without a command, a menu that reads choices from standard input."
}, synopsisSubcommandLabel = "[COMMAND]", exitCodeList = {
    "0:done: every renderer, or the gateway that has the session, has acknowledged the command",
    "2:wrong usage, or there is no such renderer, item, session or stream",
    "3:no gateway can be reached",
    "4:the gateway rejected the session, or does not let controllers do this",
    "7:the command was not acknowledged in time",
    "9:a renderer is gone, could not do it, or another command came first; or a session's client is away",
    "130:stopped by Ctrl-C"
}, footer = {
    "  sluice controller",
    "  sluice controller list",
    "  sluice controller play film lobby hall --in 2s",
    "  sluice controller pause lobby",
    "  sluice controller pause --session a81bc81bdead4e5dabff90865d1e13b1"
}, subcommands = {
    ControllerListCommand.class,
    ControllerRenderersCommand.class,
    ControllerPlayCommand.class,
    SteeringCommand.Pause.class,
    SteeringCommand.Resume.class,
    SteeringCommand.Restart.class,
    ControllerSeekCommand.class,
    SteeringCommand.Stop.class
})
public final class ControllerCommand extends SluiceCommand {
    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Override
    protected int run(Console console) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Notices notices = new Notices(console);
        try (SluiceClient client = gateway.connect(console);
                Controller controller = client.controller(notices)) {
            notices.begin();
            new ControllerMenu(console, controller, input).run();
            return ExitCode.OK;
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
    }
}
