package io.sluice.benchmarks.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The process of {@link LateReaders}: on Linux it runs where a processor has nothing else to do. */
final class LateProcess implements AutoCloseable {
    /** Sets a process's scheduling; on all Linux distributions. */
    private static final Path CHRT = Path.of("/usr/bin/chrt");

    private static final Duration PATIENCE = Duration.ofSeconds(80);

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** Starts it and waits until its sessions are connected. */
    LateProcess(Bed bed, String topic, int sessions, int history) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(CHRT)) {
            command.addAll(List.of(CHRT.toString(), "--idle", "0"));
        }
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Xmx4g", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path", ""), LateReaders.class.getName(),
                bed.home().folder().toString(), topic, Integer.toString(sessions), Integer.toString(history)));
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Thread.ofVirtual().start(this::read);
        try {
            await(LateReaders.READY, PATIENCE);
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(lines::add);
        } catch (IOException e) {
            // The end of the process, as below.
        }
        lines.add("");
    }

    /** Has them begin, and returns the records that came once all have caught up. */
    long catchUp(Duration patience) throws IOException, InterruptedException {
        process.outputWriter(StandardCharsets.UTF_8).append("begin\n").flush();
        return Long.parseLong(await(LateReaders.CAUGHT_UP, patience).substring(LateReaders.CAUGHT_UP.length()));
    }

    private String await(String start, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IOException("sessions that catch up did not say \"" + start.strip() + "\" within "
                        + patience.toSeconds() + " s");
            }
            if (line.startsWith(start)) {
                return line;
            }
            if (line.isEmpty()) {
                throw new IOException("the process of the sessions that catch up has ended; why is above");
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
