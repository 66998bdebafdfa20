package io.sluice.gateway.library;

/**
 * How a file is divided.
 *
 * @param size of the file, in bytes
 * @param chunkBytes length of every chunk but the last
 */
record ChunkPlan(long size, int chunkBytes) {
    /** As many as fit into the catalogue's record of a file. */
    static final int MAX_CHUNKS = 131_072;

    /** What a chunk that is on its way to Kafka takes besides its bytes. */
    static final int HELD_OVERHEAD = 300;

    private static final int USUAL_BYTES = 256 * 1024;
    /** With its key it must fit into a record of Kafka's own default limit. */
    private static final int LARGEST_BYTES = 512 * 1024;
    /** What a message has besides a chunk. */
    private static final int MESSAGE_OVERHEAD = 64;

    /** @param maxMessageBytes the largest message that is taken from a client */
    static ChunkPlan of(long size, int maxMessageBytes) {
        int wanted = size <= (long) MAX_CHUNKS / 2 * USUAL_BYTES ? USUAL_BYTES : LARGEST_BYTES;
        return new ChunkPlan(size, Math.min(wanted, maxMessageBytes - MESSAGE_OVERHEAD));
    }

    int count() {
        return Math.toIntExact((size + chunkBytes - 1) / chunkBytes);
    }

    long offset(int index) {
        return (long) index * chunkBytes;
    }

    int length(int index) {
        return (int) Math.min(chunkBytes, size - offset(index));
    }

    /** The chunk that begins here, or -1 if none does. */
    int indexAt(long offset) {
        return offset >= 0 && offset < size && offset % chunkBytes == 0 ? (int) (offset / chunkBytes) : -1;
    }
}
