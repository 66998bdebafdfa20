package io.sluice.gateway.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** What a {@link ShardWriter} is given to do. */
sealed interface ShardWork {
    /** A session's newest record. */
    record Put(SessionRecord session, CompletableFuture<@Nullable Void> done) implements ShardWork {}

    /** Nothing of these keys is needed any more. */
    record Forget(List<byte[]> keys, CompletableFuture<@Nullable Void> done) implements ShardWork {}

    /** A message of a stream. */
    record Data(ShardSource source, long sequence, ProducerRecord<byte[], byte[]> record, int bytes)
            implements
                ShardWork {}

    /** Everything before this is to be done, and nothing after. */
    record End() implements ShardWork {}
}
