package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.check.DeliveryChecker;
import io.sluice.cli.check.DeliveryReport;
import io.sluice.cli.check.PayloadDigest;
import io.sluice.cli.output.Progress;
import io.sluice.crsp.client.Delivery;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.client.Subscription;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Takes records from a subscription: prints, counts, digests and checks them. */
final class Reception {
    /** How often progress is looked at while nothing comes. */
    private static final Duration LOOK = Duration.ofMillis(200);

    /** When enough records came but a check misses some, how long these may still take. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final RecordPrinter printer;
    private final PayloadDigest digest;
    private final @Nullable DeliveryChecker checker;
    private final @Nullable Long limit;
    private final @Nullable Duration timeout;
    private final long startNanos = System.nanoTime();
    private long records;
    private long bytes;

    /**
     * @param checker looks at every record, or null
     * @param limit records after which it is done, or null for never
     * @param timeout how long nothing may come, or null for ever
     */
    Reception(
            RecordPrinter printer,
            PayloadDigest digest,
            @Nullable DeliveryChecker checker,
            @Nullable Long limit,
            @Nullable Duration timeout) {
        this.printer = printer;
        this.digest = digest;
        this.checker = checker;
        this.limit = limit;
        this.timeout = timeout;
    }

    /** Takes records until it is done; returns the exit code without regard to the check. */
    int run(Subscription subscription, Progress progress, LongSupplier resumes)
            throws SluiceException, CliException, InterruptedException {
        long lastNanos = System.nanoTime();
        while (!done()) {
            Delivery record = subscription.poll(Duration.ZERO);
            if (record == null) {
                printer.flush();
                record = subscription.poll(LOOK);
            }
            long now = System.nanoTime();
            if (record != null) {
                take(record);
                lastNanos = now;
            } else if (enough() && now - lastNanos >= GRACE.toNanos()) {
                break;
            } else if (timeout != null && now - lastNanos >= timeout.toNanos()) {
                return ExitCode.TIMED_OUT;
            }
            progress.update(records, resumes.getAsLong() == 0 ? "" : "resumed " + resumes.getAsLong());
        }
        return ExitCode.OK;
    }

    private boolean enough() {
        return limit != null && records >= limit;
    }

    private boolean done() {
        return enough() && (checker == null || !missesSome(checker));
    }

    /** A repeated record counts towards the limit, so the last ones may still be under way. */
    private static boolean missesSome(DeliveryChecker checker) {
        return checker.expectsAnEnd() && !checker.complete();
    }

    private void take(Delivery record) throws CliException {
        byte[] value = record.value();
        byte[] payload = value == null ? new byte[0] : value;
        printer.print(record);
        digest.add(payload);
        if (checker != null) {
            checker.accept(record.partition(), record.offset(), payload);
        }
        records++;
        bytes += payload.length;
    }

    void flush() throws CliException {
        printer.flush();
    }

    long records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    String sha256() {
        return digest.hex();
    }

    /** What the check found, or null if there was none. */
    @Nullable
    DeliveryReport report() {
        return checker == null ? null : checker.report();
    }
}
