package io.sluice.gateway.library;

import java.util.Arrays;

/**
 * The chunks that a range of a file lies in.
 *
 * @param begin offset of the first byte wanted
 * @param end offset after the last one
 */
record ChunkRange(ChunkPlan plan, long begin, long end) {
    /** Index of the first chunk. */
    int from() {
        return (int) (begin / plan.chunkBytes());
    }

    /** Index after the last chunk. */
    int to() {
        return begin == end ? from() : (int) ((end + plan.chunkBytes() - 1) / plan.chunkBytes());
    }

    /** Offset of the first byte of a chunk that is wanted. */
    long offset(int index) {
        return Math.max(begin, plan.offset(index));
    }

    /** What is wanted of a chunk: of the first and the last one it may be a part. */
    byte[] cut(int index, byte[] chunk) {
        long at = plan.offset(index);
        int from = (int) Math.max(0, begin - at);
        int to = (int) Math.min(chunk.length, end - at);
        return from == 0 && to == chunk.length ? chunk : Arrays.copyOfRange(chunk, from, to);
    }
}
