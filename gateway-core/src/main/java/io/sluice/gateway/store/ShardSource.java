package io.sluice.gateway.store;

/**
 * A stream whose messages go to Kafka in one transaction with the number of the last of them. Told of it on the event
 * loop's thread.
 */
public interface ShardSource {
    /** Names the stream in its shard, see {@link ShardKeys#progress}. */
    byte[] progressKey();

    /**
     * Everything up to a number is committed.
     *
     * @param offset of the first record of this commit in its partition, or -1 if it is not known
     * @param bytes that were given for the messages of this commit
     */
    void onCommitted(long lastSequence, long offset, long bytes);

    /** Kafka refuses a message for good: neither it nor any later one of this source was or will be written. */
    void onRefused(long sequence, Throwable cause);
}
