package io.sluice.gateway.library;

/** One record of the catalogue. Its key names the upload, so that compaction keeps the last word on each. */
sealed interface CatalogueEntry {
    /** Of which upload. */
    String id();

    /** A file is whole. */
    record FileStored(
            String id, FileFacts facts, long createdMillis, int partition, int chunkBytes, byte[] offsets)
            implements
                CatalogueEntry {}

    /** A version is not in the library any more. */
    record FileForgotten(String id) implements CatalogueEntry {}

    /** Chunks may come. */
    record UploadBegun(String id, FileFacts facts, int partition, int chunkBytes) implements CatalogueEntry {}

    /** The upload is whole, or given up. */
    record UploadForgotten(String id) implements CatalogueEntry {}

    /** A chunk is in Kafka at this offset. */
    record ChunkStored(String id, int index, long offset) implements CatalogueEntry {}

    /** Where a chunk is is said elsewhere now. */
    record ChunkForgotten(String id, int index) implements CatalogueEntry {}

    /** A file or an upload is removed, and its chunks are to be. */
    record RemovalBegun(String id, int partition, int chunks) implements CatalogueEntry {}

    /** Its chunks are removed. */
    record RemovalForgotten(String id) implements CatalogueEntry {}
}
