package io.sluice.benchmarks.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An MQTT broker of Eclipse Mosquitto, without encryption and with all in memory: as fast as it can be set. */
final class Mosquitto implements AutoCloseable {
    /** Where distributions put daemons, on the path of root only. */
    private static final String DAEMONS = "/usr/sbin:/usr/local/sbin";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final int port;
    private final Process process;
    private final Path settings;

    Mosquitto() throws Exception {
        port = freePort();
        settings = Files.createTempFile("sluice-bench-mosquitto", ".conf");
        Files.writeString(settings, """
                listener %d 127.0.0.1
                allow_anonymous true
                persistence false
                max_inflight_messages 0
                max_queued_messages 0
                set_tcp_nodelay true
                log_type error
                """.formatted(port));
        process = new ProcessBuilder(find().orElseThrow(() -> new IOException(absence())).toString(), "-c",
                settings.toString()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
        try {
            Waits.until(PATIENCE, "Mosquitto answers", this::answers);
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /** Why it cannot run on this machine; null if it can. */
    static @Nullable String absence() {
        return find().isPresent()
                ? null
                : "Mosquitto is not installed. On Debian as root: apt-get install mosquitto";
    }

    private static Optional<Path> find() {
        return Stream.of((System.getenv().getOrDefault("PATH", "") + ":" + DAEMONS).split(":", -1))
                .filter(folder -> !folder.isEmpty()).map(folder -> Path.of(folder, "mosquitto"))
                .filter(Files::isExecutable).findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("Mosquitto ended with " + process.exitValue());
        }
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where MQTT clients connect. */
    String uri() {
        return "tcp://127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(settings);
    }
}
