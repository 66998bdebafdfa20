package io.sluice.e2e.scenario;

import io.sluice.cli.local.Installation;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line's own jar, or another program, as a process, its output in files. */
public final class CliProcess implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private CliProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static CliProcess start(Installation installation, Path folder, String name, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                installation.java().toString(), "-Xmx256m", "-jar",
                installation.root().resolve("client-cli/target/sluice-cli.jar").toString()));
        command.addAll(List.of(arguments));
        return start(command, folder, name);
    }

    static CliProcess start(List<String> command, Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Path out = folder.resolve(name + ".out");
        Path err = folder.resolve(name + ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("SLUICE_KNOWN_GATEWAYS", folder.resolve("known-gateways").toString());
        // Other tests share the processors: a first handshake may take longer than a user would wait.
        builder.environment().put("SLUICE_CONNECT_TIMEOUT", Scenario.PATIENCE.toSeconds() + "s");
        // Also of what it starts.
        builder.environment().put(Scenario.JAVA_OPTIONS, Scenario.QUICK_START);
        Process process = builder.start();
        return new CliProcess(process, out, err);
    }

    /** Waits for its end; returns its exit code. */
    public int awaitExit(Duration patience) throws Exception {
        if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("the command still runs after " + patience.toSeconds() + " s: " + out());
        }
        return process.exitValue();
    }

    public boolean isRunning() { return process.isAlive(); }

    /** Standard output so far. */
    public String out() throws IOException {
        return Files.readString(out);
    }

    /** Standard error so far. */
    public String err() throws IOException {
        return Files.readString(err);
    }

    Path errFile() {
        return err;
    }

    /** Types lines into its standard input. */
    public void type(String... lines) throws IOException {
        Writer input = process.outputWriter(StandardCharsets.UTF_8);
        for (String line : lines) {
            input.write(line + System.lineSeparator());
        }
        input.flush();
    }

    /** Sends it SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
