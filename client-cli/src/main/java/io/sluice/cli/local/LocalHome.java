package io.sluice.cli.local;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;

/**
 * The folder that holds everything of one local Kafka and gateway.
 *
 * @param folder made if missing
 */
public record LocalHome(Path folder) {
    private static final int ADMIN_PASSWORD_BYTES = 9;
    private static final int CLUSTER_SECRET_BYTES = 32;

    /** Absolute, so that it means the same to the processes it is told to. */
    public LocalHome {
        folder = folder.toAbsolutePath().normalize();
    }

    /** The one that commands use unless told otherwise: SLUICE_HOME if set, else .sluice in the project's folder. */
    public static LocalHome standard() throws CliException {
        String variable = System.getenv("SLUICE_HOME");
        return new LocalHome(variable != null && !variable.isEmpty()
                ? Path.of(variable)
                : Installation.find().root().resolve(".sluice"));
    }

    /** The folder of a Kafka node, by its number from 1. */
    public Path kafka(int node) {
        return folder.resolve(numbered("kafka", node));
    }

    /** The folder of a gateway, by its number from 1. */
    public Path gateway(int number) {
        return folder.resolve(numbered("gateway", number));
    }

    /** The first has no number: most homes have no other. */
    private static String numbered(String name, int number) {
        return number == 1 ? name : name + "-" + number;
    }

    /** How many Kafka nodes have data here; 0 before the first start. */
    int kafkaNodes() {
        int nodes = 0;
        while (Files.exists(kafka(nodes + 1).resolve("data").resolve("meta.properties"))) {
            nodes++;
        }
        return nodes;
    }

    /** Names a new Kafka cluster, as its storage tool would. */
    static String newClusterId() {
        return Uuid.randomUuid().toString();
    }

    /** The name of this home's Kafka cluster, the same for all its nodes, made up once and kept. */
    String clusterId() throws CliException {
        return kept(folder.resolve("cluster-id"), LocalHome::newClusterId);
    }

    /** What {@code up} was told, for the other commands. */
    Path instanceFile() {
        return folder.resolve("instance.properties");
    }

    /** Where {@link #adminPassword()} is kept. */
    public Path adminPasswordFile() {
        return folder.resolve("admin-password");
    }

    /** The console's password, made up once and kept. */
    public String adminPassword() throws CliException {
        return secret(adminPasswordFile(), ADMIN_PASSWORD_BYTES);
    }

    /** The key that gateways of one cluster share, in hexadecimal, made up once and kept. */
    public String clusterSecret() throws CliException {
        return secret(folder.resolve("cluster-secret"), CLUSTER_SECRET_BYTES);
    }

    /** The gateway's certificate, made once and kept. */
    public DevelopmentCertificate certificate() throws CliException {
        return DevelopmentCertificate.ensure(
                folder.resolve("crsp-keystore.p12"),
                secret(folder.resolve("crsp-keystore-password"), ADMIN_PASSWORD_BYTES));
    }

    /** What its gateways are told, by the names of environment variables. */
    public Map<String, String> gatewaySecrets() throws CliException {
        DevelopmentCertificate certificate = certificate();
        return Map.of(
                "SLUICE_ADMIN_PASSWORD", adminPassword(), "SLUICE_CLUSTER_SECRET", clusterSecret(),
                "SLUICE_CRSP_KEYSTORE", certificate.keyStore().toString(),
                "SLUICE_CRSP_KEYSTORE_PASSWORD", certificate.password());
    }

    private static String secret(Path file, int bytes) throws CliException {
        return kept(file, () -> {
            byte[] random = new byte[bytes];
            new SecureRandom().nextBytes(random);
            return HexFormat.of().formatHex(random);
        });
    }

    private static String kept(Path file, Supplier<String> made) throws CliException {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Files.createFile(file,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, made.get() + "\n", StandardOpenOption.WRITE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, file + " cannot be kept: " + e.getMessage(),
                    "Check that the folder can be written to, or choose another with --home.", e);
        }
    }
}
