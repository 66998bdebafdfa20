package io.sluice.crsp.qlog.file;

import io.sluice.crsp.connection.ConnectionLog;
import io.sluice.crsp.connection.ConnectionLogs;
import io.sluice.crsp.connection.Role;
import io.sluice.crsp.qlog.QlogWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of event logs, one file a connection, of bounded number and size: the oldest gives way to the newest. A file
 * is named for the time its connection began, its id and its side, as in
 * {@code 20261101T120000.123Z-0102030405060708-client.sqlog}. What cannot be written is said once in the log and
 * missing; no connection suffers from it. Safe for threads.
 */
public final class QlogDirectory implements ConnectionLogs, AutoCloseable {
    /** Files kept unless told otherwise. */
    public static final int DEFAULT_FILES = 100;

    /** Bytes a file unless told otherwise: some 60,000 packets. */
    public static final long DEFAULT_FILE_BYTES = 16 * 1024 * 1024;

    /** The least that a file may be limited to, in bytes. */
    public static final long MIN_FILE_BYTES = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(QlogDirectory.class);
    private static final String SUFFIX = ".sqlog";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Path folder;
    private final int maxFiles;
    private final long maxFileBytes;
    private final Deque<Path> files = new ArrayDeque<>();
    private final Deque<QlogFile> open = new ArrayDeque<>();
    private boolean complained;

    private QlogDirectory(Path folder, int maxFiles, long maxFileBytes) {
        this.folder = folder;
        this.maxFiles = maxFiles;
        this.maxFileBytes = maxFileBytes;
    }

    /**
     * Makes the folder if there is none, and takes up the logs that it has.
     *
     * @param maxFiles logs kept; 1 or more
     * @param maxFileBytes where a log ends; {@link #MIN_FILE_BYTES} or more
     * @throws IOException if the folder can be neither made nor read
     */
    public static QlogDirectory open(Path folder, int maxFiles, long maxFileBytes) throws IOException {
        if (maxFiles < 1) {
            throw new IllegalArgumentException("at least one file must be kept: " + maxFiles);
        }
        if (maxFileBytes < MIN_FILE_BYTES) {
            throw new IllegalArgumentException("a file needs " + MIN_FILE_BYTES + " bytes or more: " + maxFileBytes);
        }
        QlogDirectory directory = new QlogDirectory(folder, maxFiles, maxFileBytes);
        Files.createDirectories(folder);
        try (Stream<Path> found = Files.list(folder)) {
            found.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).sorted()
                    .forEach(directory.files::add);
        }
        return directory;
    }

    @Override
    public synchronized @Nullable ConnectionLog begin(
            long now, Role role, long localId, long remoteId, InetSocketAddress remote) {
        Instant wallClock = Instant.now();
        String side = role == Role.CLIENT ? "client" : "server";
        Path path = folder.resolve(
                TIME.format(wallClock) + "-" + HexFormat.of().toHexDigits(localId) + "-" + side + SUFFIX);
        try {
            while (files.size() >= maxFiles) {
                forget(files.remove());
            }
            QlogFile file = new QlogFile(path, this::complain);
            files.add(path);
            open.removeIf(QlogFile::isClosed);
            open.add(file);
            return new QlogWriter(
                    file, maxFileBytes, wallClock.toEpochMilli(), now, role, localId, remoteId, remote);
        } catch (IOException e) {
            complain(e);
            return null;
        }
    }

    private void forget(Path oldest) throws IOException {
        for (QlogFile file : List.copyOf(open)) {
            if (file.path().equals(oldest)) {
                file.close();
                open.remove(file);
            }
        }
        Files.deleteIfExists(oldest);
    }

    private synchronized void complain(IOException reason) {
        if (!complained) {
            complained = true;
            LOG.warn("Event logs in {} are incomplete: {}", folder, reason.toString());
        }
    }

    /** Ends all logs. */
    @Override
    public void close() {
        List<QlogFile> all;
        synchronized (this) {
            all = List.copyOf(open);
            open.clear();
        }
        all.forEach(QlogFile::close);
    }
}
