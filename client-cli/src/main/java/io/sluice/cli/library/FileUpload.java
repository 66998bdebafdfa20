package io.sluice.cli.library;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Progress;
import io.sluice.crsp.client.ByteRange;
import io.sluice.crsp.client.LibraryFile;
import io.sluice.crsp.client.LibraryUpload;
import io.sluice.crsp.client.SluiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Sends one file with several workers; what the library has of it already is not sent again. */
public final class FileUpload {
    private final Sessions sessions;
    private final int workers;
    private final Path file;
    private final String name;
    private final String mediaType;
    private final FileDigest.Result announced;
    private final AtomicLong sent = new AtomicLong();
    private long existing;

    /**
     * An upload.
     *
     * @param workers how many parts are under way at a time
     * @param file to be sent
     * @param name in the library
     * @param announced what the file has
     */
    public FileUpload(
            Sessions sessions, int workers, Path file, String name, String mediaType, FileDigest.Result announced) {
        this.sessions = sessions;
        this.workers = workers;
        this.file = file;
        this.name = name;
        this.mediaType = mediaType;
        this.announced = announced;
    }

    /**
     * Sends what is missing, and waits until the library has the file.
     *
     * @param progress told how many bytes are there
     * @return the version
     * @throws Exception a {@link SluiceException} if the gateway refuses, an {@link IOException} if the file cannot be
     *     read
     */
    public LibraryFile run(Progress progress) throws Exception {
        try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ); LibraryUpload plan = upload(0)) {
            existing = announced.size() - plan.missing().stream().mapToLong(ByteRange::length).sum();
            Optional<LibraryFile> stored = plan.stored();
            while (stored.isEmpty()) {
                send(content, plan, progress);
                stored = plan.finish();
            }
            return stored.get();
        }
    }

    /**
     * What was in the library before.
     *
     * @return bytes
     */
    public long existing() {
        return existing;
    }

    /**
     * What was sent.
     *
     * @return bytes
     */
    public long sent() {
        return sent.get();
    }

    private LibraryUpload upload(int worker) throws InterruptedException, SluiceException {
        return sessions.library(worker).upload(name, announced.size(), mediaType, announced.sha256());
    }

    private void send(FileChannel content, LibraryUpload plan, Progress progress) throws Exception {
        Queue<Long> offsets = new ConcurrentLinkedQueue<>();
        int chunkBytes = plan.chunkBytes();
        for (ByteRange range : plan.missing()) {
            for (long offset = range.offset(); offset < range.end(); offset += chunkBytes) {
                offsets.add(offset);
            }
        }
        List<Callable<@Nullable Void>> work = new ArrayList<>();
        work.add(() -> {
            send(content, plan, chunkBytes, offsets);
            return null;
        });
        for (int worker = 1; worker < Math.min(workers, offsets.size()); worker++) {
            int number = worker;
            work.add(() -> {
                try (LibraryUpload own = upload(number)) {
                    send(content, own, chunkBytes, offsets);
                }
                return null;
            });
        }
        Workers.run(work, progress, () -> existing + sent.get());
    }

    private void send(FileChannel content, LibraryUpload upload, int chunkBytes, Queue<Long> offsets)
            throws IOException, CliException, InterruptedException, SluiceException {
        for (Long offset = offsets.poll(); offset != null; offset = offsets.poll()) {
            byte[] chunk = read(content, offset, (int) Math.min(chunkBytes, announced.size() - offset));
            upload.store(offset, chunk);
            sent.addAndGet(chunk.length);
        }
        upload.awaitConfirmed();
    }

    private byte[] read(FileChannel content, long offset, int length) throws IOException, CliException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (content.read(buffer, offset + buffer.position()) < 0) {
                throw new CliException(ExitCode.DATA_CHECK_FAILED, file + " became shorter while it was sent",
                        "Run the command again when nobody writes to it any more.");
            }
        }
        return buffer.array();
    }
}
