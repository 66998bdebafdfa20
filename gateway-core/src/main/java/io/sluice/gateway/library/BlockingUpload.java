package io.sluice.gateway.library;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.ingest.IngestBudget;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes a file from a stream, on the thread of whoever sends it. Its SHA-256 is known only at the end: until then the upload
 * goes by one that nobody else can announce, so that no other upload mixes with it, and if it does not come to its end it is
 * discarded.
 */
final class BlockingUpload {
    private static final int MAX_UNDER_WAY = 4;
    private static final long PATIENCE_MINUTES = 1;
    private static final int SHA256_BYTES = 32;

    private final Library library;
    private final LibraryTransfers.Wanted wanted;
    private final MessageDigest digest = ContentDigest.sha256();
    private final Semaphore room = new Semaphore(MAX_UNDER_WAY);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    BlockingUpload(Library library, LibraryTransfers.Wanted wanted) {
        this.library = library;
        this.wanted = wanted;
    }

    Message.LibraryItem run(InputStream content) throws IOException, InterruptedException, LibraryRefusal {
        LibraryRefusal.checkName(wanted.name());
        String problem = FileFacts.mediaTypeProblem(wanted.mediaType());
        if (problem != null) {
            throw new LibraryRefusal(ErrorCode.BAD_REQUEST, problem);
        }
        byte[] unique = new byte[SHA256_BYTES];
        library.parts().context().random().nextBytes(unique);
        FileFacts facts = new FileFacts(
                wanted.name(), wanted.size(), wanted.mediaType(), HexFormat.of().formatHex(unique));
        Upload upload = LibraryTransfers.await(begin(facts));
        boolean finished = false;
        try {
            send(upload, content);
            String found = HexFormat.of().formatHex(digest.digest());
            if (wanted.sha256() != null && !wanted.sha256().equals(found)) {
                throw new LibraryRefusal(ErrorCode.CHECKSUM_MISMATCH, "the SHA-256 of what arrived is " + found
                        + ", but " + wanted.sha256() + " was announced: send the file again");
            }
            StoredFile file = LibraryTransfers.await(finish(upload, facts.withSha256(found)));
            finished = true;
            return file.toMessage();
        } finally {
            if (!finished) {
                library.loop().execute(() -> library.uploads().abandon(upload));
            }
        }
    }

    private CompletableFuture<Upload> begin(FileFacts facts) {
        CompletableFuture<Upload> answer = new CompletableFuture<>();
        library.loop().execute(() -> library.uploads().begin(facts, () -> !answer.isDone(),
                () -> answer.completeExceptionally(LibraryRefusal.unavailable()), begun -> {
                    switch (begun) {
                        case Uploads.Begun.Open(Upload upload) -> answer.complete(upload);
                        case Uploads.Begun.There(StoredFile file) ->
                            answer.completeExceptionally(new IllegalStateException("nobody knows " + file.facts()));
                        case Uploads.Begun.Refused(ErrorCode code, String text) ->
                            answer.completeExceptionally(new LibraryRefusal(code, text));
                    }
                }));
        return answer;
    }

    private void send(Upload upload, InputStream content) throws IOException, InterruptedException, LibraryRefusal {
        ChunkPlan plan = upload.plan();
        for (int index = 0; index < plan.count(); index++) {
            byte[] chunk = content.readNBytes(plan.length(index));
            if (chunk.length < plan.length(index)) {
                throw new EOFException("the content ends after " + (plan.offset(index) + chunk.length) + " of "
                        + plan.size() + " bytes");
            }
            digest.update(chunk);
            awaitRoom(1);
            int at = index;
            library.loop().execute(() -> store(upload, at, chunk));
        }
        awaitRoom(MAX_UNDER_WAY);
    }

    private void awaitRoom(int chunks) throws InterruptedException, LibraryRefusal {
        if (!room.tryAcquire(chunks, PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            throw LibraryRefusal.unavailable();
        }
        Throwable refused = failure.get();
        if (refused != null) {
            throw LibraryRefusal.refused("a chunk", refused);
        }
    }

    // On the event loop's thread.

    private void store(Upload upload, int index, byte[] chunk) {
        IngestBudget budget = library.parts().budget();
        if (!budget.hasRoom()) {
            budget.await(() -> store(upload, index, chunk));
            return;
        }
        int bytes = chunk.length + ChunkPlan.HELD_OVERHEAD;
        budget.take(bytes);
        library.uploads().store(upload, index, chunk, refused -> {
            budget.give(bytes);
            failure.compareAndSet(null, refused);
            room.release();
        });
    }

    private CompletableFuture<StoredFile> finish(Upload upload, FileFacts facts) {
        CompletableFuture<StoredFile> answer = new CompletableFuture<>();
        library.loop().execute(() -> library.uploads().finish(upload, facts, () -> !answer.isDone(),
                () -> answer.completeExceptionally(LibraryRefusal.unavailable()), finished -> {
                    switch (finished) {
                        case Uploads.Finished.Whole(StoredFile file) -> answer.complete(file);
                        case Uploads.Finished.Unfinished(Upload open) -> answer.completeExceptionally(
                                new LibraryRefusal(ErrorCode.CONTENT_LOST, open.missing() + " chunks are missing"));
                        case Uploads.Finished.Refused(ErrorCode code, String text) ->
                            answer.completeExceptionally(new LibraryRefusal(code, text));
                    }
                }));
        return answer;
    }
}
