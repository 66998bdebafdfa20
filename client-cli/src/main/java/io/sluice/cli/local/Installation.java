package io.sluice.cli.local;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the build made, found from where this program lies.
 *
 * @param root the project's folder
 */
public record Installation(Path root) {

    /**
     * The installation this program belongs to.
     *
     * @throws CliException if it lies nowhere near one, or the build is not complete
     */
    public static Installation find() throws CliException {
        for (Path folder = ownLocation(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("gateway-ear")) && Files.isDirectory(folder.resolve("kafka-broker"))) {
                return new Installation(folder).checked();
            }
        }
        throw new CliException(ExitCode.ENVIRONMENT, "the broker and the gateway are not beside this program",
                "Run it as ./sluice from the project's folder.");
    }

    private static @Nullable Path ownLocation() throws CliException {
        try {
            return Path.of(Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new CliException(ExitCode.FAILURE, "this program cannot tell where it lies", "", e);
        }
    }

    private Installation checked() throws CliException {
        String missing = String.join(", ", Stream.of(kafkaJars(), liberty(), ear(), serverConfiguration())
                .filter(part -> !Files.exists(part)).map(part -> root.relativize(part).toString()).toList());
        if (!missing.isEmpty()) {
            throw new CliException(ExitCode.ENVIRONMENT, "the build is not complete: " + missing + " not found",
                    "Run ./mvnw -DskipTests package in " + root + ", or use ./sluice, which does.");
        }
        return this;
    }

    /** The broker's jars. */
    public Path kafkaJars() {
        return root.resolve("kafka-broker/target/kafka/libs");
    }

    /** The broker's logging and its settings template. */
    public Path kafkaConfiguration() {
        return root.resolve("kafka-broker/target/kafka/config");
    }

    /** Open Liberty. */
    public Path liberty() {
        return root.resolve("gateway-ear/target/liberty/wlp");
    }

    /** The gateway's application. */
    public Path ear() {
        return root.resolve("gateway-ear/target/sluice.ear");
    }

    /** The folder of server.xml. */
    public Path serverConfiguration() {
        return root.resolve("gateway-ear/src/main/liberty/config");
    }

    /** The Java of this process, which is new enough, else this class would not have been loaded. */
    public Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
