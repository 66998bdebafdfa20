package io.sluice.gateway.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** What a {@link TransactionalWriter} is given to do. */
sealed interface ShardWork {
    /** Something to write for a shard. */
    sealed interface OfShard extends ShardWork {
        ShardWriter writer();
    }

    /** A session's newest record. */
    record Put(ShardWriter writer, SessionRecord session, CompletableFuture<@Nullable Void> done) implements OfShard {}

    /** Nothing of these keys is needed any more. */
    record Forget(ShardWriter writer, List<byte[]> keys, CompletableFuture<@Nullable Void> done) implements OfShard {}

    /** A message of a stream. */
    record Data(
            ShardWriter writer, ShardSource source, long sequence, ProducerRecord<byte[], byte[]> record, int bytes)
            implements
                OfShard {}

    /** The last that is written for a shard: nobody's writing need be stopped when it is taken over. */
    record Release(ShardWriter writer, CompletableFuture<@Nullable Void> done) implements OfShard {}

    /** Everything given before was committed or dropped. */
    record Settle(CompletableFuture<@Nullable Void> done) implements ShardWork {}

    /** Everything given before is to be done, and nothing after. */
    record End() implements ShardWork {}

    /** True unless the shard has gone meanwhile. */
    default boolean isWanted() {
        return !(this instanceof OfShard of) || !of.writer().isAbandoned();
    }
}
