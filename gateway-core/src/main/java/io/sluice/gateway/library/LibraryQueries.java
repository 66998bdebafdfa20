package io.sluice.gateway.library;

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

    /**
     * A page of files, and what all of the library holds.
     *
     * @param more whether others follow
     */
    public record Page(List<FileView> files, SpaceView space, boolean more) {
        /** Copies {@code files}. */
        public Page {
            files = List.copyOf(files);
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T answer(Catalogue catalogue) throws LibraryRefusal;
    }

    private <T> CompletableFuture<T> ask(Question<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        library.loop().execute(() -> library.whenCurrent(() -> !answer.isDone(),
                () -> answer.completeExceptionally(LibraryRefusal.unavailable()), () -> {
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
    public CompletableFuture<FileView> find(String name, long version) {
        return stored(name, version).thenApply(file -> FileView.of(file.toMessage()));
    }

    CompletableFuture<StoredFile> stored(String name, long version) {
        return ask(catalogue -> file(catalogue, name, version));
    }

    /**
     * The newest versions of files, in the order of their names' bytes.
     *
     * @param prefix how names begin; may be empty
     * @param after only names after this one; empty for all
     */
    public CompletableFuture<Page> list(String prefix, String after, int limit) {
        return ask(catalogue -> page(catalogue.newest(prefix, after, limit + 1), limit));
    }

    /**
     * The versions of one file, the newest first.
     *
     * @param before only versions before this one; 0 for all
     */
    public CompletableFuture<Page> versions(String name, long before, int limit) {
        return ask(catalogue -> {
            file(catalogue, name, 0);
            return page(catalogue.versions(name).stream()
                    .filter(file -> before == 0 || file.version() < before).limit(limit + 1L).toList(), limit);
        });
    }

    private Page page(List<StoredFile> found, int limit) {
        boolean more = found.size() > limit;
        return new Page(found.stream().limit(limit).map(file -> FileView.of(file.toMessage())).toList(),
                SpaceView.of(library.end(more)), more);
    }

    /**
     * Removes one version, or all.
     *
     * @param version 0 for all
     * @return how many are gone for every gateway
     */
    public CompletableFuture<Integer> remove(String name, long version) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        var _ = ask(catalogue -> {
            file(catalogue, name, version);
            return catalogue.versions(name).stream()
                    .filter(file -> version == 0 || file.version() == version).toList();
        }).whenComplete((files, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                library.removals().remove(files, () -> answer.complete(files.size()),
                        refused -> answer.completeExceptionally(LibraryRefusal.refused("the removal", refused)));
            }
        });
        return answer;
    }

    private static StoredFile file(Catalogue catalogue, String name, long version) throws LibraryRefusal {
        LibraryRefusal.checkName(name);
        StoredFile file = catalogue.file(name, version);
        if (file == null) {
            throw new LibraryRefusal(ErrorCode.FILE_UNKNOWN, FileNames.unknown(name, version));
        }
        return file;
    }
}
