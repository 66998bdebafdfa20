package io.sluice.benchmarks.harness;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The JVM of one entrant, asked for one round after the other. What it prints goes to a log. */
public final class TrialProcess implements AutoCloseable {
    /** Starts the JVM of an entrant. */
    @FunctionalInterface
    public interface Factory {
        /** The process, ready or not; {@link TrialProcess#run} waits for it. */
        TrialProcess start(Measure measure, Entrant entrant) throws IOException;
    }

    /** What a run may take beyond its pace: start, hand-shakes, fixed amounts of work over slow links. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** For the end of a process, with its recording to be written. */
    private static final long END_SECONDS = 5;

    private static final String END = "";

    private final Process process;
    private final Writer orders;
    private final Path log;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private TrialProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::readAnswers);
    }

    /**
     * Starts with this JVM's own Java, class path and options.
     *
     * @param main a class whose main method calls {@link TrialServer}
     * @param arguments for it
     * @param logs folder of the logs, which must exist
     * @param profiled whether the flight recorder runs; its recordings lie beside the logs
     */
    public static Factory inJvm(Class<?> main, List<String> arguments, Path logs, boolean profiled) {
        return inJvm(main, arguments, List.of("-Xmx1g", "-XX:+UseSerialGC"), logs, profiled);
    }

    /**
     * As the other.
     *
     * @param options of the JVM: how much memory it may take, and its collector
     */
    public static Factory inJvm(Class<?> main, List<String> arguments, List<String> options, Path logs,
            boolean profiled) {
        return (measure, entrant) -> {
            List<String> command = new ArrayList<>(entrant.launcher());
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                    "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "-Xshare:auto", "-cp",
                    System.getProperty("java.class.path", "")));
            command.addAll(options);
            String name = measure.name() + "-" + entrant.name();
            if (profiled) {
                command.add("-XX:StartFlightRecording:settings=profile,dumponexit=true,filename="
                        + logs.resolve(name + ".jfr"));
            }
            command.add(main.getName());
            command.addAll(arguments);
            command.addAll(List.of(measure.name(), entrant.name()));
            File log = logs.resolve(name + ".log").toFile();
            return new TrialProcess(new ProcessBuilder(command).redirectError(log).start(), log.toPath());
        };
    }

    private void readAnswers() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (TrialServer.isAnswer(line)) {
                    answers.add(line);
                }
            }
        } catch (IOException e) {
            // The process ended; the same as the end of its output.
        }
        answers.add(END);
    }

    /**
     * Runs one round.
     *
     * @throws IOException with what the trial told, or how its process ended
     */
    public Map<String, Double> run(Pace pace) throws IOException, InterruptedException {
        orders.write(TrialServer.order(pace));
        orders.flush();
        Duration limit = pace.warmUp().plus(pace.measured()).plus(PATIENCE);
        @Nullable
        String answer = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (answer == null) {
            close();
            throw new IOException("no answer within " + limit.toSeconds() + " s; its log: " + log);
        }
        if (answer.equals(END)) {
            process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            throw new IOException("its process ended with " + process.exitValue() + ": " + lastWords());
        }
        return TrialServer.figures(answer);
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
            return lines.isEmpty() ? "its log is empty" : lines.getLast() + " (log: " + log + ")";
        } catch (IOException e) {
            return "its log: " + log;
        }
    }

    @Override
    public void close() {
        try {
            orders.close();
            if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            // It had ended by itself.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
