package io.sluice.benchmarks.gateway;

/** A way to read a stored topic of one partition. */
interface StoredTopic extends AutoCloseable {
    /** Reads the records from the first one on, as many as said, and checks each. */
    void read(long count) throws Exception;

    @Override
    void close();

    /** Opens the way. */
    @FunctionalInterface
    interface Opening {
        StoredTopic open(Bed bed, String topic, NumberedRecords records) throws Exception;
    }
}
