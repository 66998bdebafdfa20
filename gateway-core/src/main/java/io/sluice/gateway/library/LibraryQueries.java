package io.sluice.gateway.library;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the library holds, for others in this gateway. Callable from any thread; answers come on the event loop's, and are
 * a {@link LibraryRefusal} if there is no such thing or Kafka does not answer.
 */
public final class LibraryQueries {
    private final Library library;

    LibraryQueries(Library library) {
        this.library = library;
    }

    @FunctionalInterface
    private interface Question<T> {
        T answer(Catalogue catalogue) throws LibraryRefusal;
    }

    private <T> CompletableFuture<T> ask(Question<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        library.loop().execute(() -> library.whenCurrent(() -> !answer.isDone(),
                () -> answer.completeExceptionally(new LibraryRefusal(ErrorCode.KAFKA_UNAVAILABLE,
                        "Kafka does not answer; ask again when it can be reached")),
                () -> {
                    try {
                        answer.complete(question.answer(library.catalogue()));
                    } catch (LibraryRefusal e) {
                        answer.completeExceptionally(e);
                    }
                }));
        return answer;
    }

    /**
     * One version of a file.
     *
     * @param version 0 for the newest
     */
    public CompletableFuture<Message.LibraryItem> find(String name, long version) {
        return ask(catalogue -> file(catalogue, name, version).toMessage());
    }

    /**
     * The newest versions of files, in the order of their names' bytes.
     *
     * @param prefix how names begin; may be empty
     * @param after only names after this one; empty for all
     */
    public CompletableFuture<List<Message.LibraryItem>> list(String prefix, String after, int limit) {
        return ask(catalogue -> catalogue.newest(prefix, after, limit).stream().map(StoredFile::toMessage).toList());
    }

    private static StoredFile file(Catalogue catalogue, String name, long version) throws LibraryRefusal {
        String problem = FileNames.problemOf(name);
        if (problem != null) {
            throw new LibraryRefusal(ErrorCode.NAME_INVALID, problem);
        }
        StoredFile file = catalogue.file(name, version);
        if (file == null) {
            throw new LibraryRefusal(ErrorCode.FILE_UNKNOWN, FileNames.unknown(name, version));
        }
        return file;
    }
}
