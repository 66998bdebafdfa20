package io.sluice.benchmarks.transport;

import io.sluice.benchmarks.harness.Entrant;
import io.sluice.benchmarks.harness.Goal;
import io.sluice.benchmarks.harness.Machine;
import io.sluice.benchmarks.harness.Measure;
import io.sluice.benchmarks.harness.Rounds;
import io.sluice.benchmarks.harness.Table;
import io.sluice.benchmarks.harness.TrialProcess;
import io.sluice.benchmarks.report.Chart;
import io.sluice.benchmarks.report.JsonReport;
import io.sluice.benchmarks.report.MarkdownReport;
import io.sluice.benchmarks.report.TextTable;
import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** CRSP and its peers side by side. */
@Command(name = "transport", description = {
    "Measures CRSP beside its peers on the loopback interface: throughput, small messages, round trips, lossy links, cryptography, memory, floods.",
    "Each runs in a JVM of its own, in turn, round after round. Prints medians with the rounds' range, and ratios."}, exitCodeList = {
        "0:measured; goals may be short", "1:a row failed; the others were measured",
        "2:wrong usage: no such measure or entrant", "130:stopped"}, footer = {"  sluice bench transport --quick",
            "  sluice bench transport --measure throughput,roundtrip --only udp-nio,crsp-nio --rounds 3",
            "  sluice bench transport --measure loss --json"})
public final class TransportCommand extends SluiceCommand {
    private static final int ROUNDS = 5;
    private static final int MAX_ROUNDS = 100;

    @Option(names = "--quick", description = "One round, short: all within three minutes.")
    private boolean quick;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds, 1 to 100. Default: 5, with --quick 1.")
    private int rounds;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Only these entrants, such as crsp-nio or aeron.")
    private List<String> only = List.of();

    @Option(names = "--measure", split = ",", paramLabel = "NAME", description = "Only these measures: throughput, messages, roundtrip, loss (or loss0, loss1, loss5, loss10), radio, protection, handshake, memory, flood.")
    private List<String> measures = List.of();

    @Option(names = "--profile", description = "Record each entrant with the JDK's flight recorder, beside its log; it costs some speed.")
    private boolean profiled;

    @Option(names = "--output", paramLabel = "DIR", description = "Folder for the chart, the JSON and the logs. Default: ${DEFAULT-VALUE}", defaultValue = ".sluice/bench/transport")
    private Path output = Path.of(".sluice/bench/transport");

    @Override
    protected int run(Console console) throws CliException, InterruptedException, IOException {
        int wanted = rounds == 0 ? (quick ? 1 : ROUNDS) : rounds;
        if (wanted < 1 || wanted > MAX_ROUNDS) {
            throw new CliException(ExitCode.USAGE, "--rounds must be from 1 to " + MAX_ROUNDS + ", not " + rounds, "");
        }
        List<Measure> chosen = chosen(new TransportSuite(quick).measures());
        Path logs = Files.createDirectories(output.resolve("logs"));
        Machine machine = Machine.here();
        console.result("Measured on " + machine + (machine.isBusy()
                ? "\nOTHERS ARE AT WORK HERE: take only ratios"
                        + " from this run, and even these with care"
                : ""),
                Json.object().put("event", "machine").put("machine", JsonReport.of(machine)));
        Rounds runs = new Rounds(TrialProcess.inJvm(TransportTrial.class,
                List.of(quick ? TransportTrial.QUICK : TransportTrial.FULL), logs, profiled), console, wanted);
        List<Table> tables = new ArrayList<>();
        for (Measure measure : chosen) {
            Table table = runs.measure(measure);
            tables.add(table);
            console.result("\n" + TextTable.of(table).stripTrailing(), JsonReport.of(table));
        }
        return finish(console, machine, wanted, tables);
    }

    private int finish(Console console, Machine machine, int wanted, List<Table> tables) throws IOException {
        List<Goal> goals = TransportSuite.goals();
        Json report = JsonReport.of("transport", machine, wanted, tables, goals);
        Path json = Files.writeString(output.resolve("transport.json"), report + "\n");
        Path chart = Files.writeString(output.resolve("transport.svg"),
                Chart.of(machine, tables, row -> row.entrant().name().startsWith("crsp")));
        Path markdown = Files.writeString(output.resolve("transport.md"),
                MarkdownReport.of(machine, wanted, tables, goals));
        long failed = tables.stream().flatMap(table -> table.rows().stream()).filter(row -> row.error().isPresent())
                .count();
        String text = "\n" + TextTable.of(goals, tables) + "\nChart: " + chart + "\nJSON:  " + json
                + "\nTables as Markdown: " + markdown
                + (failed > 0 ? "\n" + failed + " rows FAILED; their logs: " + output.resolve("logs") : "") + "\n"
                + TextTable.ratios("transport", goals, tables);
        console.result(text, report);
        return failed > 0 ? ExitCode.FAILURE : ExitCode.OK;
    }

    private List<Measure> chosen(List<Measure> all) throws CliException {
        Set<String> groups = new LinkedHashSet<>();
        Set<String> entrants = new LinkedHashSet<>();
        for (Measure measure : all) {
            groups.add(measure.name());
            groups.add(measure.group());
            measure.entrants().forEach(entrant -> entrants.add(entrant.name()));
        }
        requireKnown("measure", measures, groups);
        requireKnown("entrant", only, entrants);
        List<Measure> chosen = new ArrayList<>();
        for (Measure measure : all) {
            boolean asked = measures.isEmpty() || measures.contains(measure.name()) || measures.contains(measure
                    .group());
            List<Entrant> rows = measure.entrants().stream()
                    .filter(entrant -> only.isEmpty() || only.contains(entrant.name())).toList();
            if (asked && !rows.isEmpty()) {
                chosen.add(measure.with(rows));
            }
        }
        if (chosen.isEmpty()) {
            throw new CliException(ExitCode.USAGE, "none of these entrants takes part in these measures",
                    "Leave --only or --measure out.");
        }
        return chosen;
    }

    private static void requireKnown(String kind, List<String> names, Set<String> known) throws CliException {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new CliException(ExitCode.USAGE, "no " + kind + " is called " + name, "There are: " + String.join(
                        ", ", known));
            }
        }
    }
}
