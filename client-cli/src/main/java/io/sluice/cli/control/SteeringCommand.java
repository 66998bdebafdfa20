package io.sluice.cli.control;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.crsp.client.ControlRequest;
import io.sluice.crsp.client.Controller;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives renderers a command and waits until each has acknowledged it. */
abstract class SteeringCommand extends SluiceCommand {
    @ArgGroup
    private TimeOptions time = new TimeOptions();

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    /** What is to be done, at once. */
    abstract ControlRequest request() throws CliException;

    @Override
    protected final int run(Console console) throws Exception {
        ControlRequest request;
        try {
            request = request();
            // Told before a gateway is asked if it is no time.
            time.millis();
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), "See --help.", e);
        }
        Begins begins = new Begins();
        try (SluiceClient client = gateway.connect(console); Controller controller = client.controller(begins)) {
            return new Steering(console, controller, begins).run(request.at(time.millis()));
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
    }

    /** Those that need nothing but renderers. */
    abstract static class Plain extends SteeringCommand {
        private final Action action;

        @Parameters(paramLabel = "RENDERER", arity = "1..*", description = "The names of renderers.")
        private List<String> renderers = new ArrayList<>();

        Plain(Action action) {
            this.action = action;
        }

        @Override
        final ControlRequest request() {
            return new ControlRequest(renderers, action, new Item.None(), 0, 0);
        }
    }

    /** {@code sluice controller pause}. */
    @Command(name = "pause", description = "Pauses renderers: nothing is read for them any more, and at most the chunk under way still"
            + " comes.", exitCodeList = {"0:done", "2:no such renderer", "3:no gateway can be reached",
                "7:not acknowledged in time",
                "9:gone, nothing to pause, or another command came first"}, footer = "  sluice controller pause lobby hall")
    static final class Pause extends Plain {
        Pause() {
            super(Action.PAUSE);
        }
    }

    /** {@code sluice controller resume}. */
    @Command(name = "resume", description = "Ends the pause of renderers.", exitCodeList = {"0:done",
        "2:no such renderer", "3:no gateway can be reached", "7:not acknowledged in time",
        "9:gone, nothing to resume, or another command came first"}, footer = "  sluice controller resume lobby --in 2s")
    static final class Resume extends Plain {
        Resume() {
            super(Action.RESUME);
        }
    }

    /** {@code sluice controller restart}. */
    @Command(name = "restart", description = "Plays the item of renderers from its beginning.", exitCodeList = {
        "0:done",
        "2:no such renderer", "3:no gateway can be reached", "7:not acknowledged in time",
        "9:gone, nothing to restart, or another command came first"}, footer = "  sluice controller restart lobby")
    static final class Restart extends Plain {
        Restart() {
            super(Action.RESTART);
        }
    }

    /** {@code sluice controller stop}. */
    @Command(name = "stop", description = "Ends what renderers play.", exitCodeList = {"0:done", "2:no such renderer",
        "3:no gateway can be reached", "7:not acknowledged in time",
        "9:gone, or another command came first"}, footer = "  sluice controller stop lobby")
    static final class Stop extends Plain {
        Stop() {
            super(Action.STOP);
        }
    }
}
