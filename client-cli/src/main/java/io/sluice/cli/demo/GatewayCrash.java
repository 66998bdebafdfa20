package io.sluice.cli.demo;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.local.LocalGateway;
import io.sluice.cli.local.Waiting;
import io.sluice.cli.output.Json;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Kills the gateway and starts it again, while the caller goes on receiving. Not thread-safe. */
final class GatewayCrash implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final FutureTask<Duration> task;
    private final Thread thread;

    private GatewayCrash(FutureTask<Duration> task) {
        this.task = task;
        this.thread = Thread.ofPlatform().name("sluice-demo-crash").start(task);
    }

    /** Kills it at once. The gateway is this object's until {@link #close}. */
    static GatewayCrash begin(LocalGateway gateway, Story story) {
        return new GatewayCrash(new FutureTask<>(() -> crash(gateway, story)));
    }

    private static Duration crash(LocalGateway gateway, Story story) throws CliException, InterruptedException {
        @Nullable
        Long pid = gateway.pid().orElse(null);
        long start = System.nanoTime();
        gateway.kill();
        story.tell("half-way: killed the gateway with SIGKILL (process " + pid + "), starting it again",
                Json.object().put("event", "killed").put("pid", pid));
        gateway.start();
        gateway.awaitReady(PATIENCE, Waiting.SILENT);
        Duration away = Duration.ofNanos(System.nanoTime() - start);
        story.tell(String.format(Locale.ROOT, "the gateway is ready again, after %.1f s", away.toMillis() / 1e3),
                Json.object().put("event", "restarted").put("awayMillis", away.toMillis()));
        return away;
    }

    /** Whether it is over, well or not. */
    boolean done() {
        return task.isDone();
    }

    /**
     * Waits until the gateway is ready again.
     *
     * @return how long it was not
     * @throws CliException if it could not be started
     */
    Duration await() throws CliException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CliException failure) {
                throw failure;
            }
            throw new CliException(ExitCode.FAILURE, "the gateway cannot be restarted: " + e.getCause(), "", e);
        }
    }

    /** Gives the gateway back, in whatever state; waits until nothing touches it any more. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
