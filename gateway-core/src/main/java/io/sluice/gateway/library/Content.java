package io.sluice.gateway.library;

/**
 * Where the chunks of a file are.
 *
 * @param id of its upload
 * @param partition of the content topic
 * @param offsets the Kafka offset of each chunk; not to be changed
 */
record Content(String id, int partition, ChunkPlan plan, long[] offsets) {
    /** What the keys of all its chunks begin with. */
    static String keyPrefix(String id) {
        return id + "/";
    }

    static byte[] key(String id, int index) {
        return FileNames.utf8(keyPrefix(id) + index);
    }
}
