package io.sluice.benchmarks.gateway;

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
import io.sluice.cli.commands.WaitingLine;
import io.sluice.cli.local.LocalHome;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.ShutdownSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The gateway and its peers side by side. */
@Command(name = "gateway", description = {
    "Measures the gateway beside bare Kafka clients on the same Kafka: throughput, fan-out, latency, ingest, catch-up, restore, start; and beside Mosquitto from client to client.",
    "Starts a broker and a gateway of its own and stops them at the end. Each entrant runs in a JVM of its own, in turn, round after round. Prints medians with the rounds' range, and ratios."}, exitCodeList = {
        "0:measured; goals may be short", "1:a row failed; the others were measured",
        "2:wrong usage: no such measure or entrant", "6:the build is not complete, or no port is free",
        "130:stopped"}, footer = {"  sluice bench gateway --quick",
            "  sluice bench gateway --measure latency,ingest --rounds 3",
            "  sluice bench gateway --measure fanout --only bare,sessions-1000 --json"})
public final class GatewayCommand extends SluiceCommand {
    private static final int ROUNDS = 5;
    private static final int MAX_ROUNDS = 100;
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(40);

    /** A thousand sessions may each have records ready that are not taken yet; short pauses, because times are measured. */
    private static final List<String> MEMORY = List.of("-Xmx3g", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20");

    @Option(names = "--quick", description = "One round, short and with fewer clients and sessions: all in about six minutes.")
    private boolean quick;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds, 1 to 100. Default: 5, with --quick 1.")
    private int rounds;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Only these entrants, such as bare or sluice.")
    private List<String> only = List.of();

    @Option(names = "--measure", split = ",", paramLabel = "NAME", description = "Only these measures: throughput, fanout, latency, ingest, confirm, catchup, relay, restore, start.")
    private List<String> measures = List.of();

    @Option(names = "--profile", description = "Record each entrant with the JDK's flight recorder, beside its log; it costs some speed.")
    private boolean profiled;

    @Option(names = "--output", paramLabel = "DIR", description = "Folder for the chart, the JSON, the logs, and the broker's and the gateway's data. Default: ${DEFAULT-VALUE}", defaultValue = ".sluice/bench/gateway")
    private Path output = Path.of(".sluice/bench/gateway");

    @Override
    protected int run(Console console) throws CliException, InterruptedException, IOException {
        int wanted = rounds == 0 ? (quick ? 1 : ROUNDS) : rounds;
        if (wanted < 1 || wanted > MAX_ROUNDS) {
            throw new CliException(ExitCode.USAGE, "--rounds must be from 1 to " + MAX_ROUNDS + ", not " + rounds, "");
        }
        Path home = output.resolve("home");
        List<Measure> chosen = Choice.of(new GatewaySuite(quick, new Bed(new LocalHome(home))).measures(), measures,
                only);
        Path logs = Files.createDirectories(output.resolve("logs"));
        Machine machine = Machine.here();
        RunReport.begin(console, machine);
        Thread self = Thread.currentThread();
        List<Table> tables = new ArrayList<>();
        try (ShutdownSignal _ = ShutdownSignal.install(self::interrupt, PATIENCE_TO_STOP);
                Testbed bed = Testbed.prepare(home)) {
            console.note("starting a broker and a gateway in " + bed.folder());
            bed.start(new WaitingLine(console));
            Rounds runs = new Rounds(TrialProcess.inJvm(GatewayTrial.class,
                    List.of(quick ? GatewayTrial.QUICK : GatewayTrial.FULL, bed.folder().toString()), MEMORY, logs,
                    profiled), console, wanted);
            for (Measure measure : chosen) {
                Table table = runs.measure(measure);
                tables.add(table);
                RunReport.tell(console, table);
            }
        }
        return new RunReport("gateway", output, row -> !row.entrant().name().equals("bare"))
                .finish(console, machine, wanted, tables, GatewaySuite.goals());
    }
}
