package io.sluice.benchmarks.lossy;

import io.sluice.benchmarks.contestant.Network;
import io.sluice.crsp.simulator.LinkSettings;

/** A network that does harm, open until it is closed. */
public interface Path extends Network, AutoCloseable {
    /** Bytes that the client's end has put into the network so far: what UDP carries, without its headers. */
    long bytesSent();

    @Override
    void close();

    /** Makes a path. */
    @FunctionalInterface
    interface Factory {
        /**
         * Opens it.
         *
         * @param link what each direction does; its rate and sizes count what UDP carries
         * @param seed of all chance
         */
        Path open(LinkSettings link, long seed) throws Exception;
    }
}
