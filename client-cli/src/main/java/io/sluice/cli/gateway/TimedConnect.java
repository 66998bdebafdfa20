package io.sluice.cli.gateway;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.crsp.client.ClientOptions;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Begins a session within a time; the client itself would try for ever. */
public final class TimedConnect {
    private TimedConnect() {}

    /**
     * Begins a session.
     *
     * @param options where to and how
     * @param patience how long to try
     * @return to be closed by the caller
     * @throws TimeoutException if no gateway answered in time
     * @throws CliException if one refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public static SluiceClient connect(ClientOptions options, Duration patience)
            throws TimeoutException, CliException, InterruptedException {
        FutureTask<SluiceClient> attempt = new FutureTask<>(() -> SluiceClient.connect(options));
        Thread.ofVirtual().name("sluice-connect").start(attempt);
        boolean connected = false;
        try {
            SluiceClient client = attempt.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            connected = true;
            return client;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SluiceException refused) {
                throw GatewayFailures.translate(refused);
            }
            throw new CliException(ExitCode.FAILURE, "cannot connect: " + e.getCause(), "", e);
        } finally {
            if (!connected) {
                // Interrupts it, and so frees its socket.
                attempt.cancel(true);
            }
        }
    }
}
