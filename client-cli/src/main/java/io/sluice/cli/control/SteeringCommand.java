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
import io.sluice.crsp.client.StreamRequest;
import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.SessionId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

    /** What is to be done to streams of a session in place of renderers, or null. */
    @Nullable
    StreamRequest streams() throws CliException {
        return null;
    }

    @Override
    protected final int run(Console console) throws Exception {
        StreamRequest streams = streams();
        if (streams != null) {
            return runOnStreams(console, streams);
        }
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

    private int runOnStreams(Console console, StreamRequest request) throws Exception {
        if (time.millis() != 0) {
            throw new CliException(ExitCode.USAGE, "--at and --in are for renderers, which have clocks of their own",
                    "Give the command when it is to be followed.");
        }
        try (SluiceClient client = gateway.connect(console); Controller controller = client.controller()) {
            return new StreamSteering(console, controller).run(request);
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
    }

    /** Those that need nothing but renderers, or a session. */
    abstract static class Plain extends SteeringCommand {
        private final Action action;

        @Parameters(paramLabel = "RENDERER", arity = "0..*", description = "The names of renderers.")
        private List<String> renderers = new ArrayList<>();

        @Mixin
        private TargetOptions target = new TargetOptions();

        Plain(Action action) {
            this.action = action;
        }

        @Override
        final ControlRequest request() throws CliException {
            return new ControlRequest(target.check(renderers), action, new Item.None(), 0, 0);
        }

        @Override
        final @Nullable StreamRequest streams() throws CliException {
            target.check(renderers);
            SessionId session = target.session();
            return session == null ? null : StreamRequest.of(action, session, target.stream());
        }
    }

    /** {@code sluice controller pause}. */
    @Command(name = "pause", description = "Pauses renderers, or streams of a session: nothing is read for them any more, and at most what is"
            + " under way still comes.", exitCodeList = {"0:done", "2:no such renderer, session or stream",
                "3:no gateway can be reached", "4:not allowed by the gateway",
                "7:not acknowledged in time",
                "9:gone, nothing to pause, its client is away, or another command came first"}, footer = {
                    "  sluice controller pause lobby hall",
                    "  sluice controller pause --session a81bc81bdead4e5dabff90865d1e13b1 --stream 1"})
    static final class Pause extends Plain {
        Pause() {
            super(Action.PAUSE);
        }
    }

    /** {@code sluice controller resume}. */
    @Command(name = "resume", description = "Ends the pause of renderers, or of streams of a session.", exitCodeList = {
        "0:done",
        "2:no such renderer, session or stream", "3:no gateway can be reached", "4:not allowed by the gateway",
        "7:not acknowledged in time",
        "9:gone, nothing to resume, or another command came first"}, footer = "  sluice controller resume lobby --in 2s")
    static final class Resume extends Plain {
        Resume() {
            super(Action.RESUME);
        }
    }

    /** {@code sluice controller restart}. */
    @Command(name = "restart", description = "Plays the item of renderers from its beginning, or delivers again from where streams of a session began.", exitCodeList = {
        "0:done",
        "2:no such renderer, session or stream", "3:no gateway can be reached", "4:not allowed by the gateway",
        "7:not acknowledged in time",
        "9:gone, nothing to restart, or another command came first"}, footer = "  sluice controller restart lobby")
    static final class Restart extends Plain {
        Restart() {
            super(Action.RESTART);
        }
    }

    /** {@code sluice controller stop}. */
    @Command(name = "stop", description = "Ends what renderers play, or streams of a session: their client is told.", exitCodeList = {
        "0:done", "2:no such renderer, session or stream",
        "3:no gateway can be reached", "4:not allowed by the gateway", "7:not acknowledged in time",
        "9:gone, or another command came first"}, footer = {
            "  sluice controller stop lobby",
            "  sluice controller stop --session a81bc81bdead4e5dabff90865d1e13b1 --stream 1"})
    static final class Stop extends Plain {
        Stop() {
            super(Action.STOP);
        }
    }
}
