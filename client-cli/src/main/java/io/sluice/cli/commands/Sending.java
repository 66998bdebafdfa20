package io.sluice.cli.commands;

import io.sluice.cli.ExitCode;
import io.sluice.cli.check.PayloadDigest;
import io.sluice.cli.output.Progress;
import io.sluice.cli.payload.Pacer;
import io.sluice.cli.payload.PayloadSource;
import io.sluice.crsp.client.Publication;
import io.sluice.crsp.client.SluiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends payloads to a publication, counts and digests them, and waits for their confirmation. */
final class Sending {
    /** How often progress is looked at while confirmations are awaited. */
    private static final Duration LOOK = Duration.ofMillis(200);

    /** Shorter waits than this cost more than they are worth; the next one makes up for it. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    private final PayloadSource source;
    private final byte @Nullable [] key;
    private final double rate;
    private final @Nullable Duration timeout;
    private final PayloadDigest digest;
    private final long startNanos = System.nanoTime();
    private long sent;
    private long bytes;

    /**
     * @param rate messages a second, 0 for as fast as it goes
     * @param timeout how long nothing may be confirmed after the last message, or null for ever
     */
    Sending(PayloadSource source, @Nullable String key, double rate, @Nullable Duration timeout) {
        this.source = source;
        this.key = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        this.rate = rate;
        this.timeout = timeout;
        this.digest = new PayloadDigest(source.framing());
    }

    /** Sends everything and waits until it is confirmed; returns the exit code. */
    int run(Publication publication, Progress progress)
            throws IOException, SluiceException, InterruptedException {
        Pacer pacer = new Pacer(rate, System.nanoTime());
        for (byte[] payload = source.next(); payload != null; payload = source.next()) {
            long wait = pacer.nanosToWait(sent, System.nanoTime());
            if (wait >= SHORTEST_WAIT.toNanos()) {
                Thread.sleep(Duration.ofNanos(wait));
            }
            publication.send(key, payload);
            digest.add(payload);
            sent++;
            bytes += payload.length;
            progress.update(publication.lastConfirmed());
        }
        return awaitConfirmed(publication, progress);
    }

    private int awaitConfirmed(Publication publication, Progress progress)
            throws SluiceException, InterruptedException {
        long confirmed = publication.lastConfirmed();
        long lastNanos = System.nanoTime();
        while (!publication.awaitConfirmed(LOOK)) {
            long now = System.nanoTime();
            if (publication.lastConfirmed() > confirmed) {
                confirmed = publication.lastConfirmed();
                lastNanos = now;
            } else if (timeout != null && now - lastNanos >= timeout.toNanos()) {
                return ExitCode.TIMED_OUT;
            }
            progress.update(confirmed);
        }
        return ExitCode.OK;
    }

    long sent() {
        return sent;
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
}
