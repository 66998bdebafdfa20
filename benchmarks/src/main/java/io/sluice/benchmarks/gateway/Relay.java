package io.sluice.benchmarks.gateway;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A way of messages from one client's application to another's, through a broker. */
interface Relay extends AutoCloseable {
    /** Hands one over; may wait while too many are under way. For one thread. */
    void send(byte[] message) throws Exception;

    /** Gives a failure of either side on. */
    void throwIfFailed() throws Exception;

    @Override
    void close() throws IOException;

    /** Takes what arrives, on one thread at a time. */
    @FunctionalInterface
    interface Taker {
        void take(byte @Nullable [] message);
    }

    /** Opens the way; returns when every message that is sent from then on will arrive. */
    @FunctionalInterface
    interface Opening {
        Relay open(Bed bed, Taker taker) throws Exception;
    }
}
