package io.sluice.benchmarks.transport;

import io.sluice.benchmarks.harness.Choice;
import io.sluice.benchmarks.harness.Machine;
import io.sluice.benchmarks.harness.Measure;
import io.sluice.benchmarks.harness.Rounds;
import io.sluice.benchmarks.harness.Table;
import io.sluice.benchmarks.harness.TrialProcess;
import io.sluice.benchmarks.report.RunReport;
import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.output.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        List<Measure> chosen = Choice.of(new TransportSuite(quick).measures(), measures, only);
        Path logs = Files.createDirectories(output.resolve("logs"));
        Machine machine = Machine.here();
        RunReport.begin(console, machine);
        Rounds runs = new Rounds(TrialProcess.inJvm(TransportTrial.class,
                List.of(quick ? TransportTrial.QUICK : TransportTrial.FULL), logs, profiled), console, wanted);
        List<Table> tables = new ArrayList<>();
        for (Measure measure : chosen) {
            Table table = runs.measure(measure);
            tables.add(table);
            RunReport.tell(console, table);
        }
        return new RunReport("transport", output, row -> row.entrant().name().startsWith("crsp"))
                .finish(console, machine, wanted, tables, TransportSuite.goals());
    }
}
