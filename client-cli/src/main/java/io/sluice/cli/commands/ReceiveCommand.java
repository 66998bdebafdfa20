package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.check.DeliveryChecker;
import io.sluice.cli.check.DeliveryReport;
import io.sluice.cli.check.PayloadDigest;
import io.sluice.cli.convert.DurationConverter;
import io.sluice.cli.convert.OnGapConverter;
import io.sluice.cli.convert.StartConverter;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.cli.output.Progress;
import io.sluice.cli.output.ShutdownSignal;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.crsp.session.OffsetReset;
import io.sluice.crsp.session.Start;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice receive}: records of a topic, through the gateway. */
@Command(name = "receive", description = {
    "Receives the records of a Kafka topic through the gateway: in order within each partition, each exactly"
            + " once, however often the connection or the gateway is lost.",
    "Runs until Ctrl-C, or until --count records have come. Prints how many came and their SHA-256, the same"
            + " that 'sluice produce' prints, on standard error."
}, exitCodeList = {
    "0:all that was asked for has come",
    "2:wrong usage, the topic is missing, or a position is gone and --on-gap is fail",
    "3:no gateway can be reached",
    "4:the gateway rejected the session, such as after its reconnect window",
    "5:--check found something lost, repeated or disordered",
    "7:nothing came for --timeout",
    "130:stopped by Ctrl-C"
}, footer = {
    "  sluice receive --plain --topic numbers --count 1000 --check numbers",
    "  sluice receive --plain --topic orders --key-prefix customer- --on-gap earliest",
    "  sluice receive --plain --topic files --output raw --count 156 > copy"
})
public final class ReceiveCommand extends SluiceCommand {

    /** What a delivery is checked for. */
    enum Check {
        /** Rising numbers, as {@code produce --numbers} writes them. */
        numbers,
        /** Offsets without gaps. */
        offsets
    }

    @Option(names = {"-t", "--topic"}, paramLabel = "TOPIC", required = true, description = "The topic to receive.")
    private String topic = "";

    @Option(names = "--partition", paramLabel = "N", description = "Receive one partition only.")
    private @Nullable Integer partition;

    @ArgGroup
    private FilterOptions filter = new FilterOptions();

    @Option(names = "--from", paramLabel = "START", defaultValue = "earliest", converter = StartConverter.class, description = "Where to begin: earliest, latest, an offset, or a time like 2026-11-01T10:00:00Z (default:"
            + " ${DEFAULT-VALUE}).")
    private Start from = new Start.Earliest();

    @Option(names = "--on-gap", paramLabel = "earliest|latest|fail", defaultValue = "fail", converter = OnGapConverter.class, description = "What to do when the next position is no longer in the topic, as after its retention: go on from the"
            + " earliest or latest record and say so, or fail (default: ${DEFAULT-VALUE}).")
    private OffsetReset onGap = OffsetReset.FAIL;

    @Option(names = {"-n", "--count"}, paramLabel = "N", description = "Stop after N records (default: at Ctrl-C).")
    private @Nullable Long count;

    @Option(names = "--check", description = "Check that nothing is lost, repeated or disordered: ${COMPLETION-CANDIDATES}. 'numbers' are"
            + " those of 'sluice produce --numbers' and need --count; 'offsets' must have no gaps.")
    private @Nullable Check check;

    @Option(names = "--first", paramLabel = "NUMBER", defaultValue = "1", description = "First number of --check numbers (default: ${DEFAULT-VALUE}).")
    private long first = 1;

    @Option(names = {"-o",
        "--output"}, description = "How records are written to standard output: ${COMPLETION-CANDIDATES} (default: lines; json"
                + " with --json).")
    private RecordPrinter.@Nullable Form output;

    @Option(names = "--timeout", paramLabel = "TIME", converter = DurationConverter.class, description = "Give up when no record comes for this long (default: never).")
    private @Nullable Duration timeout;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Override
    protected int run(Console console) throws Exception {
        if (count != null && count < 1) {
            throw new CliException(ExitCode.USAGE, "--count must be 1 or more, not " + count,
                    "Leave it out to receive until Ctrl-C.");
        }
        SubscribeRequest request = request();
        Reception reception = new Reception(printer(console), new PayloadDigest(framing()), checker(), count, timeout);
        Thread self = Thread.currentThread();
        try (ShutdownSignal signal = ShutdownSignal.install(self::interrupt);
                SluiceClient client = gateway.connect(console);
                Subscription subscription = client.subscribe(request, new DeliveryReporter(console, topic))) {
            return receive(console, reception, subscription, client, signal);
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
    }

    private int receive(
            Console console,
            Reception reception,
            Subscription subscription,
            SluiceClient client,
            ShutdownSignal signal)
            throws SluiceException, CliException, InterruptedException {
        int exitCode = ExitCode.FAILURE;
        try (Progress progress = progress(console)) {
            exitCode = reception.run(subscription, progress, client::resumes);
        } catch (InterruptedException e) {
            if (!signal.requested()) {
                throw e;
            }
            exitCode = ExitCode.INTERRUPTED;
        } finally {
            reception.flush();
            print(console, reception, client.resumes());
        }
        DeliveryReport report = reception.report();
        boolean complete = exitCode == ExitCode.OK || exitCode == ExitCode.TIMED_OUT;
        return complete && report != null && !report.ok() ? ExitCode.DATA_CHECK_FAILED : exitCode;
    }

    private SubscribeRequest request() throws CliException {
        SubscribeRequest request = SubscribeRequest.earliest(topic)
                .from(from)
                .only(filter.filter())
                .onGap(onGap);
        if (partition != null) {
            request = request.onlyPartition(partition);
        }
        return request;
    }

    private RecordPrinter.Form form(Console console) {
        if (output != null) {
            return output;
        }
        return console.json() ? RecordPrinter.Form.json : RecordPrinter.Form.lines;
    }

    private RecordPrinter printer(Console console) throws CliException {
        RecordPrinter.Form form = form(console);
        if (console.json() && (form == RecordPrinter.Form.raw || form == RecordPrinter.Form.lines)) {
            throw new CliException(
                    ExitCode.USAGE,
                    "--json and --output " + form + " cannot share standard output",
                    "Leave one of them out, or use --output json or none.");
        }
        return new RecordPrinter(System.out, form);
    }

    private PayloadDigest.Framing framing() {
        return output == RecordPrinter.Form.raw ? PayloadDigest.Framing.CHUNKS : PayloadDigest.Framing.LINES;
    }

    private @Nullable DeliveryChecker checker() throws CliException {
        if (check == null) {
            return null;
        }
        if (check == Check.offsets) {
            return DeliveryChecker.ofOffsets(framing());
        }
        if (count == null) {
            throw new CliException(
                    ExitCode.USAGE, "--check numbers needs --count", "Say how many numbers must come: --count N.");
        }
        return DeliveryChecker.ofNumbers(first, count);
    }

    /** Progress would only disturb records that are written to the same terminal. */
    private Progress progress(Console console) {
        boolean records = console.terminal() && !console.json() && form(console) == RecordPrinter.Form.lines;
        long total = count == null ? Progress.UNKNOWN : count;
        return records
                ? Progress.none(console)
                : new Progress(console, "received", total, System::nanoTime);
    }

    private void print(Console console, Reception reception, long resumes) {
        Json json = Json.object()
                .put("event", "received")
                .put("topic", topic)
                .put("records", reception.records())
                .put("bytes", reception.bytes())
                .put("seconds", reception.seconds())
                .put("resumes", resumes)
                .put("sha256", reception.sha256());
        String text = String.format(
                Locale.ROOT,
                "received %,d records (%,d bytes) of topic %s in %.1f s, resumed %,d times%nSHA-256 %s",
                reception.records(),
                reception.bytes(),
                topic,
                reception.seconds(),
                resumes,
                reception.sha256());
        DeliveryReport report = reception.report();
        if (report != null) {
            json.put("check", CheckReport.json(report));
            text += System.lineSeparator() + report;
        }
        console.event(text, json);
    }
}
