package io.sluice.gateway.library;

import io.sluice.gateway.library.CatalogueEntry.ChunkForgotten;
import io.sluice.gateway.library.CatalogueEntry.ChunkStored;
import io.sluice.gateway.library.CatalogueEntry.FileForgotten;
import io.sluice.gateway.library.CatalogueEntry.FileStored;
import io.sluice.gateway.library.CatalogueEntry.RemovalBegun;
import io.sluice.gateway.library.CatalogueEntry.RemovalForgotten;
import io.sluice.gateway.library.CatalogueEntry.UploadBegun;
import io.sluice.gateway.library.CatalogueEntry.UploadForgotten;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the library holds: the records of the catalogue's one partition, folded in their order, so that all gateways
 * that read so far know the same. On the event loop's thread.
 */
final class Catalogue {
    private final NavigableMap<String, NavigableMap<Long, StoredFile>> files = new TreeMap<>(FileNames::compare);
    private final Map<String, StoredFile> filesById = new HashMap<>();
    private final Map<String, Upload> uploads = new HashMap<>();
    private final Map<FileFacts, Upload> uploadsByFacts = new HashMap<>();
    private final Map<String, Removal> removals = new HashMap<>();
    private long bytes;
    private long announcedBytes;

    /**
     * Chunks that are to be removed.
     *
     * @param begunMillis since 1970 UTC
     */
    record Removal(String id, int partition, int chunks, long begunMillis) {}

    /**
     * Folds one record.
     *
     * @param offset where it is
     * @param timestampMillis of the record
     */
    void apply(long offset, long timestampMillis, CatalogueEntry entry) {
        switch (entry) {
            case FileStored e -> onStored(offset, e);
            case FileForgotten(String id) -> forgetFile(id);
            case UploadBegun e -> {
                // Of two that began the same upload at once, the first is everyone's.
                if (!filesById.containsKey(e.id()) && !removals.containsKey(e.id())
                        && !uploadsByFacts.containsKey(e.facts())) {
                    Upload upload = new Upload(e.id(), e.facts(), e.partition(),
                            new ChunkPlan(e.facts().size(), e.chunkBytes()), timestampMillis);
                    uploads.put(e.id(), upload);
                    uploadsByFacts.put(e.facts(), upload);
                    announcedBytes += e.facts().size();
                }
            }
            case UploadForgotten(String id) -> forgetUpload(id);
            case ChunkStored(String id, int index, long chunkOffset) -> {
                Upload upload = uploads.get(id);
                if (upload != null) {
                    upload.onStored(index, chunkOffset, timestampMillis);
                }
            }
            case ChunkForgotten ignored -> {
            }
            case RemovalBegun(String id, int partition, int chunks) -> {
                removals.put(id, new Removal(id, partition, chunks, timestampMillis));
                forgetUpload(id);
                forgetFile(id);
            }
            case RemovalForgotten(String id) -> removals.remove(id);
        }
    }

    private void onStored(long offset, FileStored e) {
        forgetUpload(e.id());
        forgetFile(e.id());
        StoredFile file = new StoredFile(e.id(), offset + 1, e.facts(), e.createdMillis(), e.partition(),
                new ChunkPlan(e.facts().size(), e.chunkBytes()), e.offsets());
        filesById.put(e.id(), file);
        files.computeIfAbsent(e.facts().name(), name -> new TreeMap<>()).put(file.version(), file);
        bytes += e.facts().size();
    }

    private void forgetFile(String id) {
        StoredFile file = filesById.remove(id);
        if (file == null) {
            return;
        }
        bytes -= file.facts().size();
        NavigableMap<Long, StoredFile> versions = files.get(file.facts().name());
        if (versions != null) {
            versions.remove(file.version());
            if (versions.isEmpty()) {
                files.remove(file.facts().name());
            }
        }
    }

    private void forgetUpload(String id) {
        Upload upload = uploads.remove(id);
        if (upload != null) {
            uploadsByFacts.remove(upload.facts());
            announcedBytes -= upload.facts().size();
        }
    }

    // Questions.

    /** @param version 0 for the newest */
    @Nullable
    StoredFile file(String name, long version) {
        NavigableMap<Long, StoredFile> versions = files.get(name);
        if (versions == null) {
            return null;
        }
        return version == 0 ? versions.lastEntry().getValue() : versions.get(version);
    }

    @Nullable
    StoredFile fileOf(String upload) {
        return filesById.get(upload);
    }

    /** Every version of one name, the newest first. */
    List<StoredFile> versions(String name) {
        NavigableMap<Long, StoredFile> versions = files.get(name);
        return versions == null ? List.of() : List.copyOf(versions.descendingMap().values());
    }

    /** The newest versions of names that begin so and come after another, {@code limit} at most. */
    List<StoredFile> newest(String prefix, String afterName, int limit) {
        boolean afterWins = FileNames.compare(afterName, prefix) >= 0 && !afterName.isEmpty();
        List<StoredFile> found = new ArrayList<>();
        for (var each : files.tailMap(afterWins ? afterName : prefix, !afterWins).entrySet()) {
            if (found.size() == limit || !each.getKey().startsWith(prefix)) {
                break;
            }
            found.add(each.getValue().lastEntry().getValue());
        }
        return found;
    }

    @Nullable
    Upload upload(String id) {
        return uploads.get(id);
    }

    @Nullable
    Upload upload(FileFacts facts) {
        return uploadsByFacts.get(facts);
    }

    Collection<Upload> uploads() {
        return uploads.values();
    }

    Collection<StoredFile> allFiles() {
        return filesById.values();
    }

    Collection<Removal> removals() {
        return removals.values();
    }

    int fileCount() {
        return files.size();
    }

    int versionCount() {
        return filesById.size();
    }

    /** Of all versions. */
    long bytes() {
        return bytes;
    }

    /** What unfinished uploads will have. */
    long announcedBytes() {
        return announcedBytes;
    }

    /** What unfinished uploads have. */
    long unfinishedBytes() {
        return uploads.values().stream().mapToLong(Upload::storedBytes).sum();
    }
}
