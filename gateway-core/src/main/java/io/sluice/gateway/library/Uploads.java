package io.sluice.gateway.library;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.config.LibrarySettings;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.kafka.RecordWriter;
import io.sluice.gateway.library.CatalogueEntry.ChunkForgotten;
import io.sluice.gateway.library.CatalogueEntry.ChunkStored;
import io.sluice.gateway.library.CatalogueEntry.FileStored;
import io.sluice.gateway.library.CatalogueEntry.UploadBegun;
import io.sluice.gateway.library.CatalogueEntry.UploadForgotten;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files on their way into the library. On the event loop's thread. */
final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    /** Records of chunks that are forgotten before the next ones are. */
    private static final int FORGOTTEN_AT_ONCE = 500;

    private final LibraryParts parts;
    private final EventLoop loop;
    private final LibrarySettings settings;
    private final CatalogueLog log;
    private final RecordWriter writer;
    private final ContentReader.Source content;
    private final Executor digesters;
    private final Removals removals;
    private final Map<FileFacts, List<Consumer<Begun>>> beginning = new HashMap<>();
    private final Map<String, List<Consumer<Finished>>> finishing = new HashMap<>();

    /** What came of the wish to store a file. */
    sealed interface Begun {
        /** It is there. */
        record There(StoredFile file) implements Begun {}

        /** Chunks may come. */
        record Open(Upload upload) implements Begun {}

        record Refused(ErrorCode code, String text) implements Begun {}
    }

    /** What came of the wish to have an upload finished. */
    sealed interface Finished {
        record Whole(StoredFile file) implements Finished {}

        /** Some chunks have not come yet. */
        record Unfinished(Upload upload) implements Finished {}

        record Refused(ErrorCode code, String text) implements Finished {}
    }

    Uploads(
            LibraryParts parts,
            CatalogueLog log,
            RecordWriter writer,
            ContentReader.Source content,
            Executor digesters,
            Removals removals) {
        this.parts = parts;
        this.loop = parts.context().loop();
        this.settings = parts.settings();
        this.log = log;
        this.writer = writer;
        this.content = content;
        this.digesters = digesters;
        this.removals = removals;
    }

    /** Finds the upload that is known by these facts, or begins it. */
    void begin(FileFacts facts, BooleanSupplier wanted, Runnable onDelay, Consumer<Begun> answer) {
        log.whenCurrent(wanted, onDelay, () -> {
            Begun known = find(facts);
            if (known == null) {
                known = limitFor(facts);
            }
            if (known != null) {
                answer.accept(known);
                return;
            }
            List<Consumer<Begun>> others = beginning.get(facts);
            if (others != null) {
                others.add(answer);
            } else {
                create(facts, answer);
            }
        });
    }

    private @Nullable Begun find(FileFacts facts) {
        StoredFile newest = log.catalogue().file(facts.name(), 0);
        if (newest != null && newest.facts().equals(facts)) {
            return new Begun.There(newest);
        }
        Upload upload = log.catalogue().upload(facts);
        return upload == null ? null : new Begun.Open(upload);
    }

    private @Nullable Begun limitFor(FileFacts facts) {
        if (facts.size() > settings.maxFileBytes()) {
            return new Begun.Refused(ErrorCode.FILE_TOO_LARGE, "the file has " + facts.size() + " bytes; at most "
                    + settings.maxFileBytes() + " are taken (sluice.library.file.max.bytes)");
        }
        long dividable = (long) ChunkPlan.MAX_CHUNKS * ChunkPlan.of(facts.size(), parts.maxMessageBytes()).chunkBytes();
        if (facts.size() > dividable) {
            return new Begun.Refused(ErrorCode.FILE_TOO_LARGE, "the file has " + facts.size() + " bytes; at most "
                    + dividable + " can be taken in messages of this gateway (sluice.crsp.message.max)");
        }
        if (log.catalogue().bytes() + log.catalogue().announcedBytes() + facts.size() > settings.maxBytes()) {
            return new Begun.Refused(ErrorCode.LIBRARY_FULL, "the library has "
                    + (log.catalogue().bytes() + log.catalogue().announcedBytes())
                    + " bytes with unfinished uploads, of at most "
                    + settings.maxBytes() + " (sluice.library.max.bytes): remove files");
        }
        if (log.catalogue().versionCount() >= settings.maxVersions()) {
            return new Begun.Refused(ErrorCode.LIBRARY_FULL, "the library has " + settings.maxVersions()
                    + " versions of files, as many as it may (sluice.library.versions.max): remove some");
        }
        if (log.catalogue().uploads().size() + beginning.size() >= settings.maxUploads()) {
            return new Begun.Refused(ErrorCode.LIBRARY_FULL, settings.maxUploads()
                    + " uploads are unfinished, as many as may be (sluice.library.uploads.max): finish one first");
        }
        return null;
    }

    private void create(FileFacts facts, Consumer<Begun> answer) {
        List<Consumer<Begun>> all = new ArrayList<>(List.of(answer));
        beginning.put(facts, all);
        String id = SessionId.random(parts.context().random()).toString();
        int partition = parts.context().random().nextInt(parts.contentPartitions());
        ChunkPlan plan = ChunkPlan.of(facts.size(), parts.maxMessageBytes());
        log.writeAndRead(new UploadBegun(id, facts, partition, plan.chunkBytes()), () -> {
            Begun begun = find(facts);
            if (log.catalogue().upload(id) == null) {
                // Another gateway was quicker, or somebody has removed it.
                var _ = log.write(new UploadForgotten(id));
            }
            beginning.remove(facts);
            Begun outcome = begun != null
                    ? begun
                    : new Begun.Refused(ErrorCode.UPLOAD_UNKNOWN, ErrorCode.UPLOAD_UNKNOWN.advice());
            all.forEach(each -> each.accept(outcome));
        }, failure -> {
            beginning.remove(facts);
            all.forEach(each -> each.accept(new Begun.Refused(ErrorCode.KAFKA_REFUSED,
                    "Kafka refused the beginning of the upload: " + failure.getMessage())));
        });
    }

    /**
     * Writes a chunk, and where it is.
     *
     * @param done told null once both are in Kafka, or what Kafka says
     */
    void store(Upload upload, int index, byte[] chunk, Consumer<@Nullable Throwable> done) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                content.topic(), upload.partition(), Content.key(upload.id(), index), chunk);
        Answers.toLoop(loop, writer.write(record)
                .thenCompose(metadata -> log.write(new ChunkStored(upload.id(), index, metadata.offset()))),
                written -> done.accept(null), failure -> done.accept(failure));
    }

    /** Makes a version of an upload whose chunks are all there, once it was read back. */
    void finish(Upload upload, BooleanSupplier wanted, Runnable onDelay, Consumer<Finished> answer) {
        finish(upload, upload.facts(), wanted, onDelay, answer);
    }

    /**
     * As the other.
     *
     * @param facts what the file is; its SHA-256 may have become known only while it came
     */
    void finish(
            Upload upload, FileFacts facts, BooleanSupplier wanted, Runnable onDelay, Consumer<Finished> answer) {
        log.whenCurrent(wanted, onDelay, () -> {
            StoredFile file = log.catalogue().fileOf(upload.id());
            Upload present = log.catalogue().upload(upload.id());
            if (file != null) {
                answer.accept(new Finished.Whole(file));
            } else if (present == null) {
                answer.accept(new Finished.Refused(ErrorCode.UPLOAD_UNKNOWN, ErrorCode.UPLOAD_UNKNOWN.advice()));
            } else if (present.missing() > 0) {
                answer.accept(new Finished.Unfinished(present));
            } else {
                List<Consumer<Finished>> others = finishing.get(upload.id());
                if (others != null) {
                    others.add(answer);
                } else {
                    finishing.put(upload.id(), new ArrayList<>(List.of(answer)));
                    verify(present, facts, present.content());
                }
            }
        });
    }

    private void verify(Upload upload, FileFacts facts, Content read) {
        new ContentDigest(content, read, digesters, digest -> {
            if (digest.equals(facts.sha256())) {
                publish(upload, facts, read);
                return;
            }
            LOG.warn("Upload {} of \"{}\" has another SHA-256 than was announced", upload.id(), facts.name());
            discard(upload, new Finished.Refused(ErrorCode.CHECKSUM_MISMATCH, "the SHA-256 of what arrived is "
                    + digest + ", but " + facts.sha256() + " was announced: send the file again"));
        }, why -> {
            LOG.error("Upload {} of \"{}\" cannot be read back: {}", upload.id(), upload.facts().name(), why);
            discard(upload, new Finished.Refused(ErrorCode.CONTENT_LOST, why));
        }).start();
    }

    private void publish(Upload upload, FileFacts facts, Content read) {
        FileStored entry = new FileStored(upload.id(), facts, parts.context().clock().millis(),
                read.partition(), read.plan().chunkBytes(), ChunkOffsets.encode(read.offsets()));
        log.writeAndRead(entry, () -> {
            StoredFile file = log.catalogue().fileOf(upload.id());
            finished(upload, file != null
                    ? new Finished.Whole(file)
                    : new Finished.Refused(ErrorCode.FILE_UNKNOWN, "the file was removed when it was just stored"));
            forgetUpload(upload.id(), read.plan().count(), 0);
        }, failure -> finished(upload, new Finished.Refused(ErrorCode.KAFKA_REFUSED,
                "Kafka refused the catalogue's record of the file: " + failure.getMessage())));
    }

    private void finished(Upload upload, Finished outcome) {
        List<Consumer<Finished>> all = finishing.remove(upload.id());
        if (all != null) {
            all.forEach(each -> each.accept(outcome));
        }
    }

    /** What was known of single chunks is in the file's own record now. */
    private void forgetUpload(String id, int chunks, int from) {
        int to = Math.min(chunks, from + FORGOTTEN_AT_ONCE);
        List<CompletableFuture<?>> written = new ArrayList<>();
        for (int index = from; index < to; index++) {
            written.add(log.write(new ChunkForgotten(id, index)));
        }
        if (to == chunks) {
            written.add(log.write(new UploadForgotten(id)));
        }
        Answers.toLoop(loop, Removals.all(written), done -> {
            if (to < chunks) {
                forgetUpload(id, chunks, to);
            }
        }, log::logFailure);
    }

    /** Gives an upload up that nobody else can go on with. */
    void abandon(Upload upload) {
        if (log.catalogue().upload(upload.id()) != null) {
            removals.discard(upload, () -> {});
        }
    }

    /** Whoever waits for the upload is told once nobody can go on with it. */
    private void discard(Upload upload, Finished outcome) {
        removals.discard(upload, () -> finished(upload, outcome));
    }
}
