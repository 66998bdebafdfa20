package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.check.PayloadDigest;
import io.sluice.cli.kafka.KafkaAdmin;
import io.sluice.cli.kafka.KafkaOptions;
import io.sluice.cli.kafka.RecordWriter;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.cli.output.Progress;
import io.sluice.cli.output.ShutdownSignal;
import io.sluice.cli.payload.Pacer;
import io.sluice.cli.payload.PayloadOptions;
import io.sluice.cli.payload.PayloadSource;
import io.sluice.cli.payload.StandardInput;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice produce}: writes records to Kafka directly. */
@Command(name = "produce", description = {
    "Writes records to a Kafka topic directly: numbers, lines, or a file in chunks.",
    "Each record is written once and in order (idempotent producer, acks=all), also when a broker is away"
            + " for less than two minutes. Prints how many records it wrote and their SHA-256: of the file"
            + " itself, or of the lines, each with a line feed."
}, exitCodeList = {
    "0:all records are written and confirmed",
    "2:wrong usage, or the topic is missing",
    "3:Kafka cannot be reached",
    "130:stopped by Ctrl-C; what was written is confirmed"
}, footer = {
    "  sluice produce --topic numbers --create-topic --numbers 1000",
    "  seq 10 | sluice produce --topic numbers --lines -"
})
public final class ProduceCommand extends SluiceCommand {
    /** Shorter waits than this cost more than they are worth; the next one makes up for it. */
    private static final long SHORTEST_WAIT_NANOS = Duration.ofMillis(1).toNanos();

    @Option(names = {"-t", "--topic"}, paramLabel = "TOPIC", required = true, description = "The topic to write to.")
    private String topic = "";

    @Option(names = {"-k",
        "--key"}, paramLabel = "KEY", description = "Key of every record; records with the same key keep their order (default: none; with --file,"
                + " the file's name).")
    private @Nullable String key;

    @Option(names = "--partition", paramLabel = "N", description = "Partition to write to (default: Kafka chooses by the key).")
    private @Nullable Integer partition;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "0", description = "Records a second, such as 1000 or 0.5; 0 for as fast as it goes (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--create-topic", description = "Create the topic if it is missing.")
    private boolean createTopic;

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "1", description = "Partitions of a topic that --create-topic creates (default: ${DEFAULT-VALUE}).")
    private int partitions = 1;

    @Mixin
    private PayloadOptions payloads = new PayloadOptions();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Override
    protected int run(Console console) throws Exception {
        if (rate < 0) {
            throw new CliException(ExitCode.USAGE, "--rate must be 0 or more", "");
        }
        try (PayloadSource source = payloads.open(StandardInput.interruptible())) {
            prepareTopic(console);
            String recordKey = key == null ? payloads.defaultKey() : key;
            try (ShutdownSignal signal = ShutdownSignal.install(() -> closeQuietly(source));
                    RecordWriter writer = new RecordWriter(kafka.bootstrapServers(), topic, partition, recordKey)) {
                return produce(console, source, writer, signal);
            }
        }
    }

    private void prepareTopic(Console console) throws CliException, InterruptedException {
        try (KafkaAdmin admin = KafkaAdmin.connect(kafka.bootstrapServers())) {
            if (createTopic && admin.createIfMissing(topic, partitions)) {
                console.note("created topic " + topic);
                return;
            }
            int existing = admin.require(topic);
            if (partition != null && (partition < 0 || partition >= existing)) {
                throw new CliException(
                        ExitCode.USAGE,
                        "the topic '" + topic + "' has no partition " + partition,
                        "Choose one from 0 to " + (existing - 1) + ".");
            }
        }
    }

    private int produce(Console console, PayloadSource source, RecordWriter writer, ShutdownSignal signal)
            throws IOException, CliException, InterruptedException {
        long start = System.nanoTime();
        Pacer pacer = new Pacer(rate, start);
        PayloadDigest digest = new PayloadDigest(source.framing());
        long records = 0;
        long bytes = 0;
        try (Progress progress = new Progress(console, "produced", source.total(), System::nanoTime)) {
            for (byte[] payload = next(source, signal); payload != null; payload = next(source, signal)) {
                awaitTurn(pacer, records, signal);
                writer.write(payload);
                digest.add(payload);
                records++;
                bytes += payload.length;
                progress.update(writer.confirmed());
            }
            writer.flush();
        }
        print(console, records, bytes, digest.hex(), Duration.ofNanos(System.nanoTime() - start));
        return signal.requested() ? ExitCode.INTERRUPTED : ExitCode.OK;
    }

    /** The next payload; null at the end and after Ctrl-C, which closes the source. */
    private static byte @Nullable [] next(PayloadSource source, ShutdownSignal signal) throws IOException {
        try {
            return signal.requested() ? null : source.next();
        } catch (IOException e) {
            if (signal.requested()) {
                return null;
            }
            throw e;
        }
    }

    private static void closeQuietly(PayloadSource source) {
        try {
            source.close();
        } catch (IOException e) {
            // It is only to end a read.
        }
    }

    private static void awaitTurn(Pacer pacer, long records, ShutdownSignal signal) throws InterruptedException {
        long wait = pacer.nanosToWait(records, System.nanoTime());
        if (wait >= SHORTEST_WAIT_NANOS) {
            // Ended early by Ctrl-C: the record at hand is still written.
            signal.await(Duration.ofNanos(wait));
        }
    }

    private void print(Console console, long records, long bytes, String sha256, Duration took) {
        double seconds = took.toNanos() / 1e9;
        console.result(
                String.format(
                        Locale.ROOT,
                        "produced %,d records (%,d bytes) to topic %s in %.1f s%nSHA-256 %s",
                        records,
                        bytes,
                        topic,
                        seconds,
                        sha256),
                Json.object()
                        .put("event", "produced")
                        .put("topic", topic)
                        .put("records", records)
                        .put("bytes", bytes)
                        .put("seconds", seconds)
                        .put("sha256", sha256));
    }
}
