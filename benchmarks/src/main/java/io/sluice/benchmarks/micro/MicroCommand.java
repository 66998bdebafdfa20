package io.sluice.benchmarks.micro;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the JMH classes of this module, with what each operation allocates. */
@Command(name = "micro", description = "Measures single operations (JMH), with what each allocates.", exitCodeList = {
    "0:measured", "1:a benchmark failed", "2:wrong usage, or no benchmark of that name"}, footer = {
        "  sluice bench micro", "  sluice bench micro Checksum --quick"})
public final class MicroCommand extends SluiceCommand {
    @Parameters(arity = "0..*", paramLabel = "PATTERN", description = "Only benchmarks whose name contains it (a regular expression).")
    private List<String> patterns = List.of();

    @Option(names = "--quick", description = "Short: one iteration of 200 ms each, after one of warm-up.")
    private boolean quick;

    @Override
    protected int run(Console console) throws CliException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .verbosity(console.json() ? VerboseMode.SILENT : VerboseMode.NORMAL)
                .jvmArgsAppend("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                .addProfiler("gc");
        patterns.forEach(options::include);
        if (quick) {
            TimeValue moment = TimeValue.milliseconds(200);
            options.warmupIterations(1).warmupTime(moment).measurementIterations(1).measurementTime(moment);
        }
        Collection<RunResult> results = results(options);
        results.forEach(result -> tell(console, result));
        return ExitCode.OK;
    }

    private static Collection<RunResult> results(ChainedOptionsBuilder options) throws CliException {
        try {
            return new ArrayList<>(new Runner(options.shouldFailOnError(true).build()).run());
        } catch (NoBenchmarksException e) {
            throw new CliException(ExitCode.USAGE, "no benchmark has such a name", "Leave the pattern out for all.", e);
        } catch (RunnerException e) {
            throw new CliException(ExitCode.FAILURE, "a benchmark failed: " + e.getMessage(),
                    "The run's output above tells where.", e);
        }
    }

    private static void tell(Console console, RunResult result) {
        Result<?> primary = result.getPrimaryResult();
        Result<?> allocation = result.getSecondaryResults().get("gc.alloc.rate.norm");
        double bytes = allocation == null ? Double.NaN : allocation.getScore();
        String name = result.getParams().getBenchmark().replaceFirst("^.*\\.(\\w+\\.\\w+)$", "$1");
        StringBuilder parameters = new StringBuilder();
        for (String key : result.getParams().getParamsKeys()) {
            parameters.append(' ').append(key).append('=').append(result.getParams().getParam(key));
        }
        console.result(
                String.format(Locale.ROOT, "%-60s %,14.1f %s  %,10.1f B allocated", name + parameters,
                        primary.getScore(), primary.getScoreUnit(), bytes),
                Json.object().put("event", "benchmark").put("name", name)
                        .put("parameters", parameters.toString().strip())
                        .put("score", primary.getScore()).put("unit", primary.getScoreUnit())
                        .put("error", primary.getScoreError()).put("allocatedBytes", bytes));
    }
}
