package io.sluice.gateway.library;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.gateway.config.LibrarySettings;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.kafka.RecordWriter;
import io.sluice.gateway.library.CatalogueEntry.ChunkForgotten;
import io.sluice.gateway.library.CatalogueEntry.FileForgotten;
import io.sluice.gateway.library.CatalogueEntry.RemovalBegun;
import io.sluice.gateway.library.CatalogueEntry.RemovalForgotten;
import io.sluice.gateway.library.CatalogueEntry.UploadForgotten;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and uploads on their way out of the library, because somebody wants it or they are too old. What is removed is
 * gone for all with one record of the catalogue; its chunks follow, and if their remover dies another one's do. On the
 * event loop's thread.
 */
final class Removals {
    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);
    private static final long SWEEP_INTERVAL = 60_000_000_000L;
    /** Whoever removed chunks and has not finished by then has most likely died. */
    private static final long PATIENCE_MILLIS = 300_000;
    /** Records of removed chunks that are written before the next ones are. */
    private static final int REMOVED_AT_ONCE = 500;

    private final LibraryParts parts;
    private final EventLoop loop;
    private final LibrarySettings settings;
    private final CatalogueLog log;
    private final RecordWriter writer;
    private final String contentTopic;
    private final Set<String> removing = new HashSet<>();
    private boolean closed;

    Removals(LibraryParts parts, CatalogueLog log, RecordWriter writer, String contentTopic) {
        this.parts = parts;
        this.loop = parts.context().loop();
        this.settings = parts.settings();
        this.log = log;
        this.writer = writer;
        this.contentTopic = contentTopic;
    }

    /** Begins to look for what is too old. Callable from any thread. */
    void start() {
        loop.schedule(SWEEP_INTERVAL, this::sweep);
    }

    void close() {
        closed = true;
    }

    static CompletableFuture<Void> all(List<CompletableFuture<?>> written) {
        return CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new));
    }

    /** Removes these versions; goes on when they are gone for every gateway that reads so far. */
    void remove(List<StoredFile> files, Runnable then, Consumer<Throwable> onFailure) {
        List<CompletableFuture<RecordMetadata>> written = files.stream()
                .map(file -> writeRemoval(new RemovalBegun(file.id(), file.partition(), file.plan().count())))
                .toList();
        Answers.toLoop(loop, all(List.copyOf(written)), done -> {
            long last = written.stream().mapToLong(each -> each.join().offset()).max().orElse(-1);
            log.whenReadTo(last + 1, () -> {
                files.forEach(file -> removeChunks(file.id()));
                then.run();
            });
        }, onFailure);
    }

    private CompletableFuture<RecordMetadata> writeRemoval(RemovalBegun removal) {
        return log.write(removal).thenCompose(begun -> log.write(new FileForgotten(removal.id())));
    }

    /** Gives an upload up; goes on when nobody can go on with it. */
    void discard(Upload upload, Runnable then) {
        RemovalBegun removal = new RemovalBegun(upload.id(), upload.partition(), upload.plan().count());
        log.writeAndRead(removal, () -> {
            removeChunks(upload.id());
            then.run();
        }, failure -> {
            log.logFailure(failure);
            then.run();
        });
    }

    /** Kafka gives the space back when it compacts. */
    private void removeChunks(String id) {
        Catalogue.Removal removal = log.catalogue().removals().stream().filter(each -> each.id().equals(id)).findFirst()
                .orElse(null);
        if (removal != null && removing.add(id)) {
            removeChunks(removal, 0);
        }
    }

    private void removeChunks(Catalogue.Removal removal, int from) {
        int to = Math.min(removal.chunks(), from + REMOVED_AT_ONCE);
        List<CompletableFuture<?>> written = new ArrayList<>();
        for (int index = from; index < to; index++) {
            written.add(writer.write(new ProducerRecord<>(
                    contentTopic, removal.partition(), Content.key(removal.id(), index), null)));
            written.add(log.write(new ChunkForgotten(removal.id(), index)));
        }
        Answers.toLoop(loop, all(written), done -> {
            if (to < removal.chunks()) {
                removeChunks(removal, to);
                return;
            }
            Answers.toLoop(loop, all(List.of(
                    log.write(new FileForgotten(removal.id())),
                    log.write(new UploadForgotten(removal.id())),
                    log.write(new RemovalForgotten(removal.id())))), end -> removing.remove(removal.id()),
                    log::logFailure);
        }, log::logFailure);
    }

    /** Whatever one gateway does here another may do as well: it is the same records again. */
    private void sweep() {
        if (closed) {
            return;
        }
        long now = parts.context().clock().millis();
        long oldUpload = now - settings.uploadRetention().toMillis();
        log.catalogue().uploads().stream().filter(upload -> upload.changedMillis() < oldUpload).toList()
                .forEach(upload -> {
                    LOG.info("Upload {} of \"{}\" had no new chunk for {} and is discarded", upload.id(),
                            upload.facts().name(), settings.uploadRetention());
                    discard(upload, () -> {});
                });
        if (settings.retention().isPositive()) {
            long old = now - settings.retention().toMillis();
            List<StoredFile> expired = log.catalogue().allFiles().stream().filter(file -> file.createdMillis() < old)
                    .toList();
            if (!expired.isEmpty()) {
                LOG.info("{} versions of files are older than {} and are removed", expired.size(),
                        settings.retention());
                remove(expired, () -> {}, log::logFailure);
            }
        }
        log.catalogue().removals().stream()
                .filter(removal -> removal.begunMillis() < now - PATIENCE_MILLIS)
                .map(Catalogue.Removal::id).toList().forEach(this::removeChunks);
        loop.schedule(SWEEP_INTERVAL, this::sweep);
    }
}
