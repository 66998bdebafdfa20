package io.sluice.cli.local;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A process that outlives the one that started it and is found again by {@code pid} in its folder. The file also holds
 * the process's start time, so that another process that got the same number later is not taken for it.
 */
final class LocalProcess {
    private static final Duration PATIENCE_TO_DIE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final int LOG_TAIL_LINES = 15;

    private final String name;
    private final Path pidFile;
    private final Path log;

    LocalProcess(String name, Path folder) {
        this.name = name;
        this.pidFile = folder.resolve("pid");
        this.log = folder.resolve(name + ".log");
    }

    Path log() {
        return log;
    }

    /** The process if it runs. A pid file left by one that died is removed. */
    Optional<ProcessHandle> find() throws CliException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try {
            String[] fields = Files.readString(pidFile).strip().split(" ", 2);
            Optional<ProcessHandle> found = ProcessHandle.of(Long.parseLong(fields[0]))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> fields.length == 2 && startOf(process).equals(fields[1]));
            if (found.isEmpty()) {
                Files.deleteIfExists(pidFile);
            }
            return found;
        } catch (IOException | NumberFormatException e) {
            throw new CliException(ExitCode.ENVIRONMENT, "the pid file " + pidFile + " cannot be read",
                    "Make sure that no " + name + " runs, then delete it.", e);
        }
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    /**
     * Starts it in the pid file's folder, with standard output and error appended to {@link #log()}.
     *
     * @throws CliException if it runs already, or cannot be started
     */
    ProcessHandle start(List<String> command, Map<String, String> environment) throws CliException {
        Optional<ProcessHandle> running = find();
        if (running.isPresent()) {
            throw new CliException(ExitCode.ENVIRONMENT,
                    "the " + name + " of " + pidFile.getParent() + " runs already, as process " + running.get().pid(),
                    "Stop it first: sluice down.");
        }
        // The terminal's Ctrl-C goes to the whole group; a JVM leaves signals alone that it finds ignored.
        List<String> detached = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
        detached.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(detached).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            ProcessHandle process = builder.start().toHandle();
            Files.writeString(pidFile, process.pid() + " " + startOf(process) + "\n");
            return process;
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, "the " + name + " cannot be started: " + e.getMessage(),
                    "Check the folder " + pidFile.getParent() + ".", e);
        }
    }

    /** What is missing, or empty once nothing is. Asked a few times a second. */
    @FunctionalInterface
    interface Probe {
        Optional<String> missing() throws InterruptedException;
    }

    /**
     * Waits until nothing is missing.
     *
     * @throws CliException if the process ends before, or {@code patience} runs out
     */
    void awaitReady(Probe probe, Duration patience, Waiting waiting) throws CliException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            ProcessHandle process = find().orElseThrow(this::died);
            Optional<String> missing = probe.missing();
            if (missing.isEmpty()) {
                return;
            }
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            if (elapsed.compareTo(patience) > 0) {
                throw new CliException(ExitCode.TIMED_OUT,
                        "the " + name + " is not ready after " + patience.toSeconds() + " s: " + missing.get(),
                        "It still runs and may yet become ready. Its log: " + log);
            }
            waiting.still(missing.get(), elapsed);
            awaitEnd(process, STEP);
        }
    }

    private CliException died() {
        return new CliException(ExitCode.FAILURE, "the " + name + " ended while it was starting:\n" + logTail(),
                "The whole log: " + log);
    }

    private String logTail() {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - LOG_TAIL_LINES), all.size()));
        } catch (IOException e) {
            return "(" + log + " cannot be read)";
        }
    }

    /** Asks it to end (SIGTERM), and kills it if it does not. Returns whether it ran. */
    boolean stop(Duration patience) throws CliException, InterruptedException {
        Optional<ProcessHandle> running = find();
        if (running.isEmpty()) {
            return false;
        }
        ProcessHandle process = running.get();
        process.destroy();
        if (!awaitEnd(process, patience)) {
            process.destroyForcibly();
            awaitEnd(process, PATIENCE_TO_DIE);
        }
        find();
        return true;
    }

    /** Ends it on the spot (SIGKILL). Returns whether it ran. */
    boolean kill() throws CliException, InterruptedException {
        Optional<ProcessHandle> running = find();
        if (running.isEmpty()) {
            return false;
        }
        running.get().destroyForcibly();
        awaitEnd(running.get(), PATIENCE_TO_DIE);
        find();
        return true;
    }

    /** Sends a signal such as {@code STOP} or {@code CONT}. */
    void signal(String signal) throws CliException, InterruptedException {
        ProcessHandle process = find().orElseThrow(() -> new CliException(ExitCode.UNREACHABLE,
                "the " + name + " does not run", "Start it first: sluice up."));
        try {
            int status = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid()).inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new CliException(ExitCode.FAILURE,
                        "signal " + signal + " to process " + process.pid() + " failed",
                        "");
            }
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, "/bin/sh cannot be run", "", e);
        }
    }

    private static boolean awaitEnd(ProcessHandle process, Duration patience) throws InterruptedException {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRuns) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("onExit never fails", e);
        }
    }
}
