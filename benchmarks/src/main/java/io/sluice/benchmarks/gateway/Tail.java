package io.sluice.benchmarks.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Readers of what is written to a topic from their beginning on. */
interface Tail extends AutoCloseable {
    /** Gives a failure of a reader on. */
    void throwIfFailed() throws Exception;

    @Override
    void close();

    /** Takes one reader's records, on that reader's thread. */
    @FunctionalInterface
    interface Taker {
        void take(int partition, long offset, byte @Nullable [] value);
    }

    /** Begins to read; returns when every record that is written from then on will come. */
    @FunctionalInterface
    interface Opening {
        /** @param takers one for each reader */
        Tail open(Bed bed, String topic, List<Taker> takers) throws Exception;
    }
}
