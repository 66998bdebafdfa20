package io.sluice.cli.library;

import io.sluice.cli.output.Progress;
import io.sluice.crsp.client.ByteRange;
import io.sluice.crsp.client.LibraryDownload;
import io.sluice.crsp.client.LibraryFile;
import io.sluice.crsp.client.SluiceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Receives one version of a file with several workers; what an earlier run has received does not come again. */
public final class FileDownload {
    private final Sessions sessions;
    private final int workers;
    private final LibraryFile file;
    private final PartialFile partial;
    private final AtomicLong received = new AtomicLong();
    private long existing;

    /**
     * A download.
     *
     * @param workers how many parts are under way at a time
     * @param file what is wanted
     * @param partial what is there of it; stays the caller's
     */
    public FileDownload(Sessions sessions, int workers, LibraryFile file, PartialFile partial) {
        this.sessions = sessions;
        this.workers = workers;
        this.file = file;
        this.partial = partial;
    }

    /**
     * Receives what is missing.
     *
     * @param progress told how many bytes are there
     * @throws Exception a {@link SluiceException} if the gateway refuses, an {@link IOException} if the file cannot be
     *     written
     */
    public void run(Progress progress) throws Exception {
        List<ByteRange> missing = partial.missing(workers);
        existing = file.size() - missing.stream().mapToLong(ByteRange::length).sum();
        Queue<ByteRange> ranges = new ConcurrentLinkedQueue<>(missing);
        List<Callable<@Nullable Void>> work = new ArrayList<>();
        for (int worker = 0; worker < Math.min(workers, missing.size()); worker++) {
            int number = worker;
            work.add(() -> {
                for (ByteRange range = ranges.poll(); range != null; range = ranges.poll()) {
                    receive(number, range);
                }
                return null;
            });
        }
        Workers.run(work, progress, () -> existing + received.get());
    }

    private void receive(int worker, ByteRange range) throws IOException, InterruptedException, SluiceException {
        try (LibraryDownload download = sessions.library(worker).download(file.name(), file.version(), range)) {
            long offset = range.offset();
            for (byte[] bytes = download.next(); bytes != null; bytes = download.next()) {
                partial.write(range.offset(), offset, bytes);
                offset += bytes.length;
                received.addAndGet(bytes.length);
            }
        }
    }

    /**
     * What was here before.
     *
     * @return bytes
     */
    public long existing() {
        return existing;
    }

    /**
     * What came.
     *
     * @return bytes
     */
    public long received() {
        return received.get();
    }
}
