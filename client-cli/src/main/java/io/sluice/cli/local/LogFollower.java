package io.sluice.cli.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a log's last lines, and then those that are written after. Not thread-safe. */
public final class LogFollower implements AutoCloseable {
    private static final int BLOCK = 8192;

    private final RandomAccessFile file;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private LogFollower(RandomAccessFile file) {
        this.file = file;
    }

    /** Begins {@code lines} before the end. */
    public static LogFollower open(Path log, int lines) throws IOException {
        RandomAccessFile file = new RandomAccessFile(log.toFile(), "r");
        file.seek(startOfLast(file, lines));
        return new LogFollower(file);
    }

    /** Goes backwards over as many line ends; the last line's own end is not counted. */
    private static long startOfLast(RandomAccessFile file, int lines) throws IOException {
        long end = file.length();
        int found = 0;
        byte[] block = new byte[BLOCK];
        for (long start = end; start > 0;) {
            int size = (int) Math.min(BLOCK, start);
            start -= size;
            file.seek(start);
            file.readFully(block, 0, size);
            for (int i = size - 1; i >= 0; i--) {
                if (block[i] == '\n' && start + i != end - 1 && ++found == lines) {
                    return start + i + 1;
                }
            }
        }
        return 0;
    }

    /** The whole lines since the last call. */
    public List<String> newLines() throws IOException {
        if (file.length() < file.getFilePointer()) {
            // The log was begun anew.
            file.seek(0);
        }
        List<String> lines = new ArrayList<>();
        byte[] block = new byte[BLOCK];
        for (int count = file.read(block); count > 0; count = file.read(block)) {
            for (int i = 0; i < count; i++) {
                if (block[i] == '\n') {
                    lines.add(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else {
                    line.write(block[i]);
                }
            }
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
