package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.convert.DurationConverter;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.cli.output.Progress;
import io.sluice.cli.output.ShutdownSignal;
import io.sluice.crsp.client.SequenceRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice sequence}: asks the gateway for numbers and compares checksums at the end. */
@Command(name = "sequence", description = {
    "Asks the gateway for a sequence of random numbers, which it generates into Kafka and delivers from there,"
            + " and compares checksums at the end.",
    "With --clients, many sessions at once, each with a socket and a thread of its own."
}, exitCodeList = {
    "0:all numbers came and the checksums are equal",
    "2:wrong usage",
    "3:no gateway can be reached",
    "4:the gateway rejected a session, such as after its reconnect window",
    "5:checksums differ",
    "7:no number came for --timeout",
    "130:stopped by Ctrl-C"
}, footer = {"  sluice sequence --plain -n 20 --interval 100ms", "  sluice sequence --plain -n 20 --clients 15"})
public final class SequenceCommand extends SluiceCommand {
    /** How often progress is looked at. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private static final int MAX_CLIENTS = 10_000;

    @Option(names = {"-n",
        "--length"}, paramLabel = "N", description = "How many numbers, 1 to 65,535 (default: the gateway draws a length).")
    private @Nullable Integer length;

    @Option(names = {"-i",
        "--interval"}, paramLabel = "TIME", defaultValue = "1s", converter = DurationConverter.class, description = "Time from one number to the next (default: ${DEFAULT-VALUE}).")
    private Duration interval = Duration.ofSeconds(1);

    @Option(names = "--clients", paramLabel = "N", defaultValue = "1", description = "Sessions at once, each with its own sequence (default: ${DEFAULT-VALUE}).")
    private int clients = 1;

    @Option(names = "--timeout", paramLabel = "TIME", converter = DurationConverter.class, description = "Give up when no number comes for this long (default: never).")
    private @Nullable Duration timeout;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Override
    protected int run(Console console) throws Exception {
        if (clients < 1 || clients > MAX_CLIENTS) {
            throw new CliException(ExitCode.USAGE, "--clients must be from 1 to " + MAX_CLIENTS, "");
        }
        SequenceRequest request = request();
        List<SequenceRun> runs = new ArrayList<>();
        for (int client = 1; client <= clients; client++) {
            runs.add(new SequenceRun(client, clients == 1, gateway, request, timeout, console));
        }
        Thread self = Thread.currentThread();
        try (ShutdownSignal signal = ShutdownSignal.install(self::interrupt)) {
            List<SequenceRun.Outcome> outcomes = runAll(console, runs);
            summarise(console, outcomes);
            return signal.requested() ? ExitCode.INTERRUPTED : worst(outcomes);
        }
    }

    private SequenceRequest request() throws CliException {
        if (length != null && (length < 1 || length > SequenceRequest.MAX_LENGTH)) {
            throw new CliException(ExitCode.USAGE,
                    "--length must be from 1 to " + SequenceRequest.MAX_LENGTH + ", not " + length,
                    "Leave it out to have the gateway draw one.");
        }
        try {
            return new SequenceRequest(length == null ? 0 : length, interval);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), "See 'sluice sequence --help'.", e);
        }
    }

    /** Runs all clients to their ends and tells each outcome when it is there. */
    private static List<SequenceRun.Outcome> runAll(Console console, List<SequenceRun> runs)
            throws InterruptedException, ExecutionException {
        List<SequenceRun.Outcome> outcomes = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                Progress progress = runs.size() == 1
                        ? Progress.none(console)
                        : new Progress(console, "received", Progress.UNKNOWN, System::nanoTime)) {
            CompletionService<SequenceRun.Outcome> ends = new ExecutorCompletionService<>(executor);
            runs.forEach(run -> ends.submit(run::run));
            while (outcomes.size() < runs.size()) {
                Future<SequenceRun.Outcome> ended = take(ends, executor);
                if (ended != null) {
                    tell(console, ended.get(), runs.size());
                    outcomes.add(ended.get());
                }
                long received = runs.stream().mapToLong(SequenceRun::received).sum();
                progress.update(received, outcomes.size() + " of " + runs.size() + " clients done");
            }
        }
        return outcomes;
    }

    /** The next client that ended, or null if none did for a while. Ctrl-C makes all end soon. */
    private static @Nullable Future<SequenceRun.Outcome> take(
            CompletionService<SequenceRun.Outcome> ends, ExecutorService executor) {
        try {
            return ends.poll(LOOK.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            executor.shutdownNow();
            return null;
        }
    }

    private static void tell(Console console, SequenceRun.Outcome outcome, int clients) {
        String who = clients == 1 ? "" : "client " + outcome.client() + ": ";
        console.result(
                who + "system - " + (outcome.success() ? "SUCCESS! " : "FAILURE! ") + outcome.message(),
                Json.object()
                        .put("event", "sequence")
                        .put("client", outcome.client())
                        .put("success", outcome.success())
                        .put("exitCode", outcome.exitCode())
                        .put("message", outcome.message())
                        .put("length", outcome.length())
                        .put("received", outcome.received())
                        .put("resumes", outcome.resumes())
                        .put("localChecksum", outcome.result() == null ? null : outcome.result().local())
                        .put("serverChecksum", outcome.result() == null ? null : outcome.result().gateway()));
    }

    private static void summarise(Console console, List<SequenceRun.Outcome> outcomes) {
        long succeeded = outcomes.stream().filter(SequenceRun.Outcome::success).count();
        long resumes = outcomes.stream().mapToLong(SequenceRun.Outcome::resumes).sum();
        if (outcomes.size() > 1 || console.json()) {
            console.result(
                    succeeded + " of " + outcomes.size() + " clients succeeded, resumed " + resumes + " times",
                    Json.object()
                            .put("event", "summary")
                            .put("clients", outcomes.size())
                            .put("succeeded", succeeded)
                            .put("resumes", resumes));
        }
    }

    /** Wrong data outweighs a rejection, and that outweighs anything else. */
    private static int worst(List<SequenceRun.Outcome> outcomes) {
        List<Integer> codes = outcomes.stream().map(SequenceRun.Outcome::exitCode).filter(code -> code != ExitCode.OK)
                .toList();
        if (codes.isEmpty()) {
            return ExitCode.OK;
        }
        for (int grave : new int[]{ExitCode.DATA_CHECK_FAILED, ExitCode.REJECTED}) {
            if (codes.contains(grave)) {
                return grave;
            }
        }
        return codes.getFirst();
    }
}
