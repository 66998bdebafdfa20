package io.sluice.cli.library;

import io.sluice.cli.output.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what goes by. Not thread-safe. */
public final class FileDigest {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final MessageDigest digest;
    private long size;

    /** Of nothing so far. */
    public FileDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * What a file has now.
     *
     * @param sha256 64 hexadecimal digits
     * @param size in bytes
     */
    public record Result(String sha256, long size) {}

    /**
     * Adds bytes.
     *
     * @param bytes of which the first {@code length} are taken
     * @param length how many
     */
    public void add(byte[] bytes, int length) {
        digest.update(bytes, 0, length);
        size += length;
    }

    /**
     * The digest of all; to be asked once.
     *
     * @return digest and number of bytes
     */
    public Result result() {
        return new Result(HexFormat.of().formatHex(digest.digest()), size);
    }

    /**
     * Reads a file.
     *
     * @param file to be read to its end
     * @param progress told how far it is
     * @return its digest and size
     * @throws IOException if it cannot be read
     */
    public static Result of(Path file, Progress progress) throws IOException {
        FileDigest digest = new FileDigest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.add(buffer, read);
                progress.update(digest.size);
            }
        }
        return digest.result();
    }
}
