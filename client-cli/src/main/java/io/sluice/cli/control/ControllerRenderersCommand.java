package io.sluice.cli.control;

import io.sluice.cli.ExitCode;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.ShutdownSignal;
import io.sluice.crsp.client.Controller;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.session.Message;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice controller renderers}. */
@Command(name = "renderers", description = "Lists the renderers and what they do; with --watch, then each change.", exitCodeList = {
    "0:done", "2:wrong usage", "3:no gateway can be reached",
    "130:stopped by Ctrl-C"}, footer = "  sluice controller renderers --watch")
final class ControllerRenderersCommand extends SluiceCommand {
    private static final Duration LOOK = Duration.ofSeconds(1);

    @Option(names = {"-w", "--watch"}, description = "Go on until Ctrl-C and tell of each change.")
    private boolean watch;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Override
    protected int run(Console console) throws Exception {
        Notices notices = new Notices(console);
        try (ShutdownSignal signal = ShutdownSignal.install();
                SluiceClient client = gateway.connect(console);
                Controller controller = client.controller(notices)) {
            List<Message.RendererSeen> all = controller.renderers();
            all.forEach(renderer -> console.result(RendererText.of(renderer), RendererText.json(renderer)));
            if (all.isEmpty() && !console.json()) {
                console.note("there are no renderers; 'sluice renderer --name NAME' starts one");
            }
            if (!watch) {
                return ExitCode.OK;
            }
            notices.begin();
            while (!signal.await(LOOK)) {
                // The client's thread tells.
            }
            return ExitCode.INTERRUPTED;
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
    }
}
