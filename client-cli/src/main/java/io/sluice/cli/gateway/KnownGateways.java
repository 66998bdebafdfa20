package io.sluice.cli.gateway;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which gateway showed which certificate, as SSH remembers host keys: a text file with a line for each, {@code host:port
 * fingerprint}. Safe for threads; a line is appended at once, so that processes do not spoil each other's.
 */
public final class KnownGateways {
    private final Path file;

    /** @param file made when the first gateway is remembered */
    public KnownGateways(Path file) {
        this.file = file;
    }

    /** SLUICE_KNOWN_GATEWAYS if set, else .sluice/known-gateways in the user's home. */
    public static KnownGateways standard() {
        String variable = System.getenv("SLUICE_KNOWN_GATEWAYS");
        return new KnownGateways(variable != null && !variable.isEmpty()
                ? Path.of(variable)
                : Path.of(System.getProperty("user.home"), ".sluice", "known-gateways"));
    }

    /** Where they are kept. */
    public Path file() {
        return file;
    }

    /** The fingerprint remembered of a gateway, the last one if there are several. */
    public synchronized Optional<String> find(String gateway) {
        return lines().stream().filter(line -> line.startsWith(gateway + " "))
                .map(line -> line.substring(gateway.length() + 1).strip()).reduce((before, after) -> after);
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("the list of known gateways cannot be read: " + file, e);
        }
    }

    /** Remembers a gateway that is not known yet. */
    public synchronized void add(String gateway, String fingerprint) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    file, gateway + " " + fingerprint + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("the list of known gateways cannot be written: " + file, e);
        }
    }

    /** Remembers a gateway's certificate in place of any other: only for one that the caller made itself. */
    public synchronized void replace(String gateway, String fingerprint) throws CliException {
        if (find(gateway).filter(fingerprint::equals).isPresent()) {
            return;
        }
        List<String> others = new ArrayList<>(lines());
        others.removeIf(line -> line.startsWith(gateway + " "));
        others.add(gateway + " " + fingerprint);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, others);
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, file + " cannot be written: " + e.getMessage(),
                    "Check that the folder can be written to, or name another file by SLUICE_KNOWN_GATEWAYS.", e);
        }
    }
}
