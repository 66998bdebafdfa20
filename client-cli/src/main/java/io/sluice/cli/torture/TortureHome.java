package io.sluice.cli.torture;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.local.LocalHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of runs. Each begins with an empty Kafka and empty logs; what a gateway unpacked is kept, so that it starts
 * sooner.
 *
 * @param local made if missing
 */
record TortureHome(LocalHome local) {
    private static final String MARK = "torture-seed";
    private static final List<String> OF_ONE_RUN = List.of("kafka", "cluster-id", "instance.properties");

    /**
     * Removes what an earlier run left.
     *
     * @throws CliException if the folder is one of {@code sluice up}, or cannot be written to
     */
    void begin(long seed) throws CliException {
        Path folder = local.folder();
        if (Files.exists(folder.resolve("instance.properties")) && !Files.exists(folder.resolve(MARK))) {
            throw new CliException(ExitCode.USAGE, folder + " is the folder of an instance of sluice up",
                    "Name another one with --home: a run empties Kafka.");
        }
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(MARK), seed + "\n");
            try (Stream<Path> entries = Files.list(folder)) {
                for (Path each : entries.toList()) {
                    clean(each);
                }
            }
        } catch (IOException e) {
            throw cannot(e);
        }
    }

    private static void clean(Path entry) throws IOException {
        String name = entry.getFileName().toString();
        if (OF_ONE_RUN.contains(name) || name.matches("kafka-\\d+")) {
            delete(entry);
        } else if (name.matches("gateway(-\\d+)?")) {
            Files.deleteIfExists(entry.resolve("gateway.log"));
            delete(entry.resolve("servers").resolve("sluice").resolve("logs"));
        }
    }

    /** Removes Kafka's data after a run that found nothing; logs stay. */
    void end() throws CliException {
        try (Stream<Path> entries = Files.list(local.folder())) {
            for (Path each : entries.filter(path -> path.getFileName().toString().startsWith("kafka")).toList()) {
                delete(each.resolve("data"));
            }
        } catch (IOException e) {
            throw cannot(e);
        }
    }

    private CliException cannot(IOException cause) {
        return new CliException(ExitCode.ENVIRONMENT,
                "the folder " + local.folder() + " cannot be prepared: " + cause.getMessage(),
                "Check that it can be written to, or name another one with --home.", cause);
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
