package io.sluice.cli.local;

import io.sluice.cli.CliException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A server in a process of its own, with its log and its process number in its folder: what a broker and a gateway have
 * in common. Not thread-safe.
 */
public abstract sealed class LocalServer implements AutoCloseable permits LocalBroker, LocalGateway {
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(20);

    private final LocalProcess process;

    LocalServer(LocalProcess process) {
        this.process = process;
    }

    /** The process, running or not. */
    final LocalProcess process() {
        return process;
    }

    /** What it prints. */
    public final Path log() {
        return process.log();
    }

    /** Its process number while it runs. */
    public final Optional<Long> pid() throws CliException {
        return process.find().map(ProcessHandle::pid);
    }

    /**
     * Starts it and returns at once.
     *
     * @throws CliException if it runs already or a port is taken
     */
    public abstract void start() throws CliException, InterruptedException;

    /**
     * Waits until it serves.
     *
     * @throws CliException if it ends before, or {@code patience} runs out; it then says what is missing
     */
    public abstract void awaitReady(Duration patience, Waiting waiting) throws CliException, InterruptedException;

    /** What keeps it from serving now; empty if nothing does. Waits some seconds at most. */
    public abstract Optional<String> missing() throws CliException, InterruptedException;

    /** Ends it cleanly. Returns whether it ran. */
    public final boolean stop() throws CliException, InterruptedException {
        return process.stop(PATIENCE_TO_STOP);
    }

    /** Ends it on the spot, as a power cut would (SIGKILL). Returns whether it ran. */
    public final boolean kill() throws CliException, InterruptedException {
        return process.kill();
    }

    /** Freezes it (SIGSTOP) until {@link #thaw()}. */
    public final void freeze() throws CliException, InterruptedException {
        process.signal("STOP");
    }

    /** Lets it go on (SIGCONT). */
    public final void thaw() throws CliException, InterruptedException {
        process.signal("CONT");
    }

    /** Kills it: for tests, which need no clean end. */
    @Override
    public final void close() throws CliException {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
