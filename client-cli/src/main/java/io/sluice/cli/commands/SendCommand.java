package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.convert.DurationConverter;
import io.sluice.cli.convert.GuaranteeConverter;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.cli.output.Progress;
import io.sluice.cli.output.ShutdownSignal;
import io.sluice.cli.payload.PayloadOptions;
import io.sluice.cli.payload.PayloadSource;
import io.sluice.cli.payload.StandardInput;
import io.sluice.crsp.client.Publication;
import io.sluice.crsp.client.PublishRequest;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.session.Guarantee;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice send}: messages to a topic, through the gateway. */
@Command(name = "send", description = {
    "Sends messages to a Kafka topic through the gateway: numbers, lines, or a file in chunks, in order,"
            + " however often the connection or the gateway is lost. --guarantee says what else is promised of each.",
    "Waits until the gateway has confirmed that all are in Kafka; with best-effort there are no confirmations, and the"
            + " last line counts what was dropped on this side. Prints how many they were and their SHA-256:"
            + " of the file itself, or of the lines, each with a line feed."
}, exitCodeList = {
    "0:all messages are in Kafka",
    "2:wrong usage, or the topic is missing",
    "3:no gateway can be reached",
    "4:the gateway rejected the session, such as after its reconnect window",
    "7:nothing was confirmed for --timeout",
    "130:stopped by Ctrl-C"
}, footer = {
    "  sluice send --plain --topic numbers --numbers 1000",
    "  seq 10 | sluice send --plain --topic numbers --lines -",
    "  sluice send --plain --topic gauges --numbers 1000 --rate 50 --guarantee best-effort"
})
public final class SendCommand extends SluiceCommand {
    @Option(names = {"-t", "--topic"}, paramLabel = "TOPIC", required = true, description = "The topic to send to.")
    private String topic = "";

    @Option(names = {"-k",
        "--key"}, paramLabel = "KEY", description = "Key of every message; messages with the same key keep their order in Kafka (default: none;"
                + " with --file, the file's name).")
    private @Nullable String key;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "0", description = "Messages a second, such as 1000 or 0.5; 0 for as fast as it goes (default:"
            + " ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--guarantee", paramLabel = "GUARANTEE", converter = GuaranteeConverter.class, defaultValue = "exactly-once", description = "exactly-once: each message is in Kafka once; at-least-once: quicker, but some are in"
            + " Kafka twice after a gateway was lost; best-effort: in unreliable datagrams, never sent again (default:"
            + " ${DEFAULT-VALUE}).")
    private Guarantee guarantee = Guarantee.EXACTLY_ONCE;

    @Option(names = "--timeout", paramLabel = "TIME", converter = DurationConverter.class, description = "Give up when nothing is confirmed for this long after the last message (default: never).")
    private @Nullable Duration timeout;

    @Mixin
    private PayloadOptions payloads = new PayloadOptions();

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Override
    protected int run(Console console) throws Exception {
        if (rate < 0) {
            throw new CliException(ExitCode.USAGE, "--rate must be 0 or more", "");
        }
        Thread self = Thread.currentThread();
        try (PayloadSource source = payloads.open(StandardInput.interruptible());
                ShutdownSignal signal = ShutdownSignal.install(self::interrupt);
                SluiceClient client = gateway.connect(console);
                Publication publication = client.publish(
                        PublishRequest.to(topic).withGuarantee(guarantee))) {
            Sending sending = new Sending(source, key == null ? payloads.defaultKey() : key, rate, timeout);
            int exitCode = ExitCode.FAILURE;
            try (Progress progress = new Progress(console, "confirmed", source.total(), System::nanoTime)) {
                exitCode = sending.run(publication, progress);
            } catch (InterruptedException | ClosedByInterruptException e) {
                if (!signal.requested()) {
                    throw e;
                }
                exitCode = ExitCode.INTERRUPTED;
            } finally {
                print(console, sending, publication, client.resumes());
            }
            return exitCode;
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
    }

    private void print(Console console, Sending sending, Publication publication, long resumes) {
        long confirmed = publication.lastConfirmed();
        String fate = guarantee.isConfirmed()
                ? String.format(Locale.ROOT, "%,d confirmed", confirmed)
                : String.format(Locale.ROOT, "best effort, %,d dropped here", publication.dropped());
        console.result(
                String.format(
                        Locale.ROOT,
                        "sent %,d messages (%,d bytes) to topic %s in %.1f s, %s, resumed %,d times%n"
                                + "SHA-256 %s",
                        sending.sent(),
                        sending.bytes(),
                        topic,
                        sending.seconds(),
                        fate,
                        resumes,
                        sending.sha256()),
                Json.object()
                        .put("event", "sent")
                        .put("topic", topic)
                        .put("records", sending.sent())
                        .put("confirmed", confirmed)
                        .put("guarantee", guarantee.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .put("dropped", publication.dropped())
                        .put("bytes", sending.bytes())
                        .put("seconds", sending.seconds())
                        .put("resumes", resumes)
                        .put("sha256", sending.sha256()));
    }
}
