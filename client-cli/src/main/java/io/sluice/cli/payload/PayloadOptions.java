package io.sluice.cli.payload;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.convert.SizeConverter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options of commands that write payloads; a picocli mixin. */
public final class PayloadOptions {

    /** Where payloads come from; exactly one. */
    static final class Origin {
        @Option(names = "--numbers", paramLabel = "N", required = true, description = "Write N rising numbers as decimal text, one a record.")
        @Nullable
        Long numbers;

        @Option(names = "--lines", paramLabel = "FILE", required = true, description = "Write the lines of a file, one a record; - is standard input.")
        @Nullable
        String lines;

        @Option(names = "--file", paramLabel = "FILE", required = true, description = "Write a file in chunks, one a record.")
        @Nullable
        Path file;
    }

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Origin origin = new Origin();

    @Option(names = "--first", paramLabel = "NUMBER", defaultValue = "1", description = "First number of --numbers (default: ${DEFAULT-VALUE}).")
    private long first = 1;

    @Option(names = "--chunk-size", paramLabel = "SIZE", defaultValue = "64KiB", converter = SizeConverter.class, description = "Bytes of each chunk of --file, up to 1,000,000 (default: ${DEFAULT-VALUE}).")
    private long chunkSize = 64 * 1024;

    /**
     * Opens what the user named.
     *
     * @param standardInput read for {@code --lines -}
     * @return to be closed by the caller
     * @throws CliException if a number is out of range or a file cannot be opened
     */
    public PayloadSource open(InputStream standardInput) throws CliException {
        try {
            if (origin.numbers != null) {
                return numbers(origin.numbers);
            }
            if (origin.file != null) {
                return new ChunkPayloads(origin.file, Math.clamp(chunkSize, 0, Integer.MAX_VALUE));
            }
            if (origin.lines == null || origin.lines.equals("-")) {
                return new LinePayloads(standardInput);
            }
            return new LinePayloads(Files.newInputStream(Path.of(origin.lines)));
        } catch (NoSuchFileException e) {
            throw new CliException(ExitCode.USAGE, "there is no file " + e.getFile(), "Check the path.", e);
        } catch (AccessDeniedException e) {
            throw new CliException(
                    ExitCode.USAGE, "the file " + e.getFile() + " may not be read", "Check its permissions.", e);
        } catch (IOException e) {
            throw new CliException(ExitCode.USAGE, "the file cannot be read: " + e.getMessage(), "", e);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), "", e);
        }
    }

    private NumberPayloads numbers(long count) throws CliException {
        if (count < 0 || first < 0) {
            throw new CliException(ExitCode.USAGE, "--numbers and --first must be 0 or more", "");
        }
        return new NumberPayloads(first, count);
    }

    /**
     * The key that keeps what belongs together in one partition, if the user gives none.
     *
     * @return the file's name when chunks are written, otherwise null
     */
    public @Nullable String defaultKey() {
        Path name = origin.file == null ? null : origin.file.getFileName();
        return name == null ? null : name.toString();
    }
}
