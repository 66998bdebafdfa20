package io.sluice.gateway.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Whole files and ranges, for callers that may wait, such as the threads of HTTP requests; never for the event loop's. Of
 * each transfer only a few chunks are in memory.
 */
public final class LibraryTransfers {
    private final Library library;

    LibraryTransfers(Library library) {
        this.library = library;
    }

    /**
     * What is to be stored.
     *
     * @param size in bytes
     * @param mediaType may be empty
     * @param sha256 64 hexadecimal digits that the content must have, or null if they are not known
     */
    public record Wanted(String name, long size, String mediaType, @Nullable String sha256) {}

    /**
     * Stores a file; a part of one is never seen.
     *
     * @param content of at least the announced size; what follows is left
     * @return the version that came into being
     * @throws IOException if the content cannot be read or ends too early; nothing is stored then
     */
    public FileView store(Wanted wanted, InputStream content)
            throws IOException, InterruptedException, LibraryRefusal {
        return FileView.of(new BlockingUpload(library, wanted).run(content));
    }

    /**
     * Writes a range of a file.
     *
     * @param version 0 for the newest
     * @param offset of the first byte, 0 to the size
     * @param length what is beyond the end is not given
     * @throws IOException if the output takes no more
     * @throws LibraryRefusal if there is no such version, a part of it is lost, or Kafka does not answer in time
     */
    public void read(String name, long version, long offset, long length, OutputStream output)
            throws IOException, InterruptedException, LibraryRefusal {
        StoredFile file = await(library.queries().stored(name, version));
        long begin = Math.min(offset, file.facts().size());
        ChunkRange range = new ChunkRange(file.plan(), begin, begin + Math.min(length, file.facts().size() - begin));
        try (BlockingRead read = new BlockingRead(library, file, range)) {
            for (byte[] piece = read.next(); piece != null; piece = read.next()) {
                output.write(piece);
            }
        }
    }

    static <T> T await(CompletableFuture<T> answer) throws InterruptedException, LibraryRefusal {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LibraryRefusal refusal) {
                throw refusal;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
