package io.sluice.cli.control;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.Controller;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.client.StreamRequest;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;

/** Gives a command to streams of a session, and tells what became of it. */
final class StreamSteering {
    private final Console console;
    private final Controller controller;

    StreamSteering(Console console, Controller controller) {
        this.console = console;
        this.controller = controller;
    }

    /** The exit code. */
    int run(StreamRequest request) throws CliException, InterruptedException {
        String action = RendererText.lower(request.action());
        String what = "session " + request.session()
                + (request.stream() == StreamRequest.ALL ? "" : ", stream " + request.stream());
        long asked = System.nanoTime();
        try {
            Message.StreamSteered answer = ItemPages.await(controller.steer(request));
            double millis = (System.nanoTime() - asked) / 1e6;
            console.result(action + ": " + what + ": done to " + answer.streams()
                    + (answer.streams() == 1 ? " stream" : " streams"),
                    Json.object()
                            .put("event", "steered").put("session", request.session().toString()).put("action", action)
                            .put("streams", answer.streams()).put("millis", millis));
            return ExitCode.OK;
        } catch (SluiceException e) {
            throw translate(what, e);
        }
    }

    /** It is not this client's own session that the code is about. */
    private static CliException translate(String what, SluiceException failure) {
        String said = failure.code() + ": " + failure.getMessage();
        return switch (failure.code()) {
            case SESSION_UNKNOWN -> new CliException(ExitCode.USAGE, said,
                    "See 'sluice admin sessions list' of each gateway: a session that was ended is no more.", failure);
            case STREAM_UNKNOWN -> new CliException(ExitCode.USAGE, said,
                    "See 'sluice admin sessions show ID' for the streams it has.", failure);
            case COMMAND_TIMED_OUT -> new CliException(ExitCode.TIMED_OUT, said,
                    "Give it again: the same twice is no harm.", failure);
            case FORBIDDEN -> new CliException(ExitCode.REJECTED, said, ErrorCode.FORBIDDEN.advice(), failure);
            case NOT_POSSIBLE_NOW -> new CliException(ExitCode.NOT_FOLLOWED, what + ": " + said,
                    "Look at it with 'sluice admin sessions show ID'.", failure);
            default -> GatewayFailures.translate(failure);
        };
    }
}
