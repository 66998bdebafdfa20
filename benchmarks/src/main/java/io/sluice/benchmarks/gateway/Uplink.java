package io.sluice.benchmarks.gateway;

import java.util.concurrent.TimeUnit;

/** A way of messages to a topic, exactly once. Works from its opening on until it is told to stop. */
interface Uplink extends AutoCloseable {
    /** Messages that are known to be in Kafka. */
    long confirmed();

    /** From here on times are kept. */
    void time(Latencies latencies);

    /**
     * Sends no more, and waits until all that was sent is confirmed.
     *
     * @return the number of the last message of each sender, counted from 1
     */
    long[] finish() throws Exception;

    /** Gives a failure of a sender on. */
    void throwIfFailed() throws Exception;

    @Override
    void close();

    /** Opens the way. */
    @FunctionalInterface
    interface Opening {
        Uplink open(Bed bed, String topic, NumberedRecords messages, Load load) throws Exception;
    }

    /**
     * Who sends how much.
     *
     * @param senders how many; each has a key of its own, its number from 0
     * @param inFlight messages that wait for their confirmation at most, of all senders together
     * @param perSecond messages a second, of all senders together and evenly; 0: as fast as it goes
     */
    record Load(int senders, int inFlight, int perSecond) {
        public Load {
            if (inFlight < senders || perSecond < 0) {
                throw new IllegalArgumentException("each sender has a message at least, and no time goes back");
            }
        }

        /** As fast as it goes. */
        static Load most(int senders, int inFlight) {
            return new Load(senders, inFlight, 0);
        }

        boolean isPaced() { return perSecond > 0; }

        /** Nanoseconds from one message to the next, whoever sends it. */
        long intervalNanos() {
            return TimeUnit.SECONDS.toNanos(1) / perSecond;
        }

        int inFlightOfEach() {
            return inFlight / senders;
        }
    }
}
