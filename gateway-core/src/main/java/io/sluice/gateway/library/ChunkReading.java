package io.sluice.gateway.library;

/** A reading of some of a file's chunks, in their order. On the event loop's thread. */
interface ChunkReading {
    /** Begins; the target is told, now or later. */
    void start();

    /** Goes on after the target refused a chunk. */
    void wakeUp();

    /** The target is told nothing more. */
    void close();
}
