package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.convert.DurationConverter;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.cli.output.Progress;
import io.sluice.crsp.simulator.scenario.Scenario;
import io.sluice.crsp.simulator.scenario.ScenarioTemplate;
import io.sluice.crsp.simulator.scenario.Simulation;
import io.sluice.crsp.simulator.scenario.SimulationResult;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** {@code sluice simulate}: whole runs of the protocol over simulated bad networks. */
@Command(name = "simulate", description = {
    "Runs the protocol over simulated networks, under a virtual clock: lossy links, cuts, changes of address, restarts,"
            + " jumping clocks, hostile peers. After every step it checks what must hold whatever happens. The seed"
            + " decides everything, so a seed replays its run bit for bit.",
    "With --seed alone: one run, told in detail. With --seconds or --runs: the seeds from --seed on, on all cores."
}, exitCodeList = {
    "0:every run held its invariants",
    "2:wrong usage: an unknown scenario, a file that cannot be read",
    "5:a run did not; its seed and the command that replays it are printed"
}, footer = {
    "  sluice simulate --seed 42",
    "  sluice simulate --seed 42 --trace --scenario moving",
    "  sluice simulate --seconds 60 --seed 1000",
    "  sluice simulate --runs 5000 --seed 1 --scenario my.scenario",
    "  sluice simulate --scenario list"
})
public final class SimulateCommand extends SluiceCommand {
    private static final String LIST = "list";

    @Option(names = "--seed", paramLabel = "N", description = "The run, or the first of several (default: another one each time, printed).")
    private @Nullable Long seed;

    @Option(names = "--scenario", paramLabel = "NAME|FILE", defaultValue = "mixed", description = "What kind of runs: a name, a file with key = value lines, or 'list' for all names (default:"
            + " ${DEFAULT-VALUE}).")
    private String scenario = "mixed";

    @Option(names = "--seconds", paramLabel = "TIME", converter = SecondsConverter.class, description = "Explore seeds for this long, such as 60 or 5m.")
    private @Nullable Duration seconds;

    @Option(names = "--runs", paramLabel = "N", description = "Explore this many seeds.")
    private @Nullable Long runs;

    @Option(names = "--trace", description = "With a single run: a line for every datagram and event.")
    private boolean trace;

    /** A plain number is seconds. */
    static final class SecondsConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return new DurationConverter().convert(text.chars().allMatch(Character::isDigit) ? text + "s" : text);
        }
    }

    @Override
    protected int run(Console console) throws Exception {
        if (scenario.equals(LIST)) {
            list(console);
            return ExitCode.OK;
        }
        ScenarioTemplate template = template();
        long first = seed == null ? ThreadLocalRandom.current().nextLong(Integer.MAX_VALUE) : seed;
        if (seconds == null && runs == null) {
            return single(console, template.draw(first));
        }
        if (trace) {
            throw new CliException(ExitCode.USAGE, "--trace is for a single run", "Leave --seconds and --runs away.");
        }
        return explore(console, template, first);
    }

    private static void list(Console console) {
        for (ScenarioTemplate each : ScenarioTemplate.all()) {
            console.result(
                    "%-10s %s".formatted(each.name(), each.description()),
                    Json.object().put("scenario", each.name()).put("description", each.description()));
        }
    }

    private ScenarioTemplate template() throws CliException {
        Path file = Path.of(scenario);
        try {
            if (Files.isRegularFile(file)) {
                try (Reader reader = Files.newBufferedReader(file)) {
                    return ScenarioTemplate.read(scenario, reader);
                }
            }
            return ScenarioTemplate.named(scenario);
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    ExitCode.USAGE, String.valueOf(e.getMessage()), "See 'sluice simulate --scenario list'.", e);
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.USAGE, "the file " + scenario + " cannot be read: " + e.getMessage(), "", e);
        }
    }

    private int single(Console console, Scenario drawn) {
        SimulationResult result = trace
                ? Simulation.run(drawn,
                        line -> console.result(line, Json.object().put("event", "trace").put("line", line)))
                : Simulation.run(drawn);
        console.result(SimulationReport.text(result), SimulationReport.json("run", result));
        return end(console, 1, result.violation() == null ? 0 : 1);
    }

    private int explore(Console console, ScenarioTemplate template, long first) throws InterruptedException {
        SeedExploration exploration = new SeedExploration(template, first, runs, seconds);
        try (Progress progress = new Progress(console, "runs", runs == null ? Progress.UNKNOWN : runs,
                System::nanoTime)) {
            exploration.run(result -> report(console, result),
                    done -> progress.update(done, "scenario " + template.name()));
        }
        return end(console, exploration.done(), exploration.violations());
    }

    private static void report(Console console, SimulationResult result) {
        console.result(
                SimulationReport.text(result) + System.lineSeparator() + "replay: " + SimulationReport.replay(result),
                SimulationReport.json("violation", result));
    }

    private static int end(Console console, long done, long violations) {
        console.result(
                "simulate: runs " + done + " violations " + violations,
                Json.object().put("event", "simulate").put("runs", done).put("violations", violations));
        return violations == 0 ? ExitCode.OK : ExitCode.DATA_CHECK_FAILED;
    }
}
