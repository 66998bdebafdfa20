package io.sluice.cli.control;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.ControlRequest;
import io.sluice.crsp.client.Controller;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.session.Message;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Gives a command, and tells what became of it for each renderer. */
final class Steering {
    private static final Duration BEGIN_PATIENCE = Duration.ofSeconds(5);

    private final Console console;
    private final Controller controller;
    private final Begins begins;

    Steering(Console console, Controller controller, Begins begins) {
        this.console = console;
        this.controller = controller;
        this.begins = begins;
    }

    /** The worst exit code of all. */
    int run(ControlRequest request) throws InterruptedException {
        int worst = ExitCode.OK;
        String action = RendererText.lower(request.action());
        Map<String, Long> followed = new LinkedHashMap<>();
        long asked = System.nanoTime();
        for (Map.Entry<String, CompletableFuture<Message.ControlAnswer>> each : controller.command(request)
                .entrySet()) {
            try {
                Message.ControlAnswer answer = ItemPages.await(each.getValue());
                followed.put(each.getKey(), answer.commandId());
                double millis = (System.nanoTime() - asked) / 1e6;
                console.result(action + ": " + each.getKey() + " has acknowledged", Json.object()
                        .put("event", "acknowledged").put("renderer", each.getKey()).put("action", action)
                        .put("command", answer.commandId()).put("millis", millis));
            } catch (SluiceException e) {
                worst = Math.max(worst, tell(each.getKey(), action, e));
            }
        }
        if (request.startAtMillis() > 0 && followed.size() > 1) {
            tellSkew(request, followed);
        }
        return worst;
    }

    private int tell(String renderer, String action, SluiceException failure) {
        CliException told = GatewayFailures.translate(failure);
        if (console.json()) {
            console.result("", Json.object().put("event", "refused").put("renderer", renderer).put("action", action)
                    .put("code", failure.code()).put("message", failure.getMessage()).put("hint", told.hint()));
        } else {
            console.note(action + ": " + renderer + ": " + told.getMessage());
            console.note("        " + told.hint());
        }
        return told.exitCode();
    }

    private void tellSkew(ControlRequest request, Map<String, Long> followed) throws InterruptedException {
        long wait = Math.max(0, request.startAtMillis() - System.currentTimeMillis());
        Duration skew = begins.awaitAll(followed, BEGIN_PATIENCE.plusMillis(wait));
        if (skew == null) {
            console.note("not all have begun yet");
        } else {
            console.result(followed.size() + " renderers began within " + skew.toMillis() + " ms of each other",
                    Json.object().put("event", "begun").put("renderers", followed.size()).put("skewMillis",
                            skew.toMillis()));
        }
    }
}
