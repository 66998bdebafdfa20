package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.check.DeliveryChecker;
import io.sluice.cli.check.DeliveryReport;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.SequenceItem;
import io.sluice.crsp.client.SequenceReceiver;
import io.sluice.crsp.client.SequenceRequest;
import io.sluice.crsp.client.SequenceResult;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One client of {@code sluice sequence}: asks for a sequence, receives it, and compares checksums. */
final class SequenceRun {

    /**
     * How a client fared.
     *
     * @param client its number, from 1
     * @param exitCode one of {@link ExitCode}
     * @param message a sentence, the same as the other side's if it went well
     * @param length numbers in the sequence, 0 if it never began
     * @param received numbers that came
     * @param resumes how often the session was resumed
     * @param result both checksums, or null if it did not come to that
     */
    record Outcome(
            int client,
            int exitCode,
            String message,
            int length,
            long received,
            long resumes,
            @Nullable SequenceResult result) {

        boolean success() {
            return exitCode == ExitCode.OK;
        }
    }

    private final int client;
    private final boolean alone;
    private final GatewayOptions gateway;
    private final SequenceRequest request;
    private final @Nullable Duration timeout;
    private final Console console;
    private final AtomicLong received = new AtomicLong();
    private int length;
    private long resumes;

    /**
     * @param alone whether this is the only client, so that its numbers are worth showing
     * @param timeout how long no number may come, or null for ever
     */
    SequenceRun(
            int client,
            boolean alone,
            GatewayOptions gateway,
            SequenceRequest request,
            @Nullable Duration timeout,
            Console console) {
        this.client = client;
        this.alone = alone;
        this.gateway = gateway;
        this.request = request;
        this.timeout = timeout;
        this.console = console;
    }

    /** Numbers that came so far; may be asked by another thread. */
    long received() {
        return received.get();
    }

    /** Runs to the end, whatever it is. */
    Outcome run() {
        try {
            return receive();
        } catch (SluiceException e) {
            CliException failure = GatewayFailures.translate(e);
            return outcome(failure.exitCode(), failure.getMessage(), null);
        } catch (CliException e) {
            return outcome(e.exitCode(), e.getMessage(), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return outcome(ExitCode.INTERRUPTED, "interrupted", null);
        }
    }

    private Outcome receive() throws CliException, SluiceException, InterruptedException {
        String name = alone ? "" : "client " + client;
        try (SluiceClient session = gateway.connect(console, name, !alone && !console.json());
                SequenceReceiver sequence = session.sequence(request)) {
            length = sequence.length();
            DeliveryChecker checker = DeliveryChecker.ofPositions(0, length);
            try {
                if (!takeAll(sequence, checker)) {
                    return outcome(ExitCode.TIMED_OUT, "no number came for " + timeout, null);
                }
            } finally {
                resumes = session.resumes();
            }
            return compare(checker.report(), sequence.verify());
        }
    }

    /** False if the time was up. */
    private boolean takeAll(SequenceReceiver sequence, DeliveryChecker checker)
            throws SluiceException, InterruptedException {
        while (true) {
            SequenceItem item = timeout == null ? sequence.next() : sequence.poll(timeout);
            if (item == null) {
                return sequence.verify() != null;
            }
            checker.accept(0, item.index(), Long.toString(item.value()).getBytes(StandardCharsets.ISO_8859_1));
            received.incrementAndGet();
            if (alone) {
                show(item);
            }
        }
    }

    private void show(SequenceItem item) {
        console.result(
                "%d/%d %d".formatted(item.index() + 1, length, item.value()),
                Json.object().put("event", "number").put("index", item.index()).put("value", item.value()));
    }

    private Outcome compare(DeliveryReport report, @Nullable SequenceResult result) {
        if (result == null || !result.isEqual()) {
            return outcome(ExitCode.DATA_CHECK_FAILED, "local checksum and server checksum differ", result);
        }
        if (!report.ok()) {
            return outcome(ExitCode.DATA_CHECK_FAILED, report.toString(), result);
        }
        return outcome(ExitCode.OK, "local checksum and server checksum are equal", result);
    }

    private Outcome outcome(int exitCode, String message, @Nullable SequenceResult result) {
        return new Outcome(client, exitCode, message, length, received.get(), resumes, result);
    }
}
