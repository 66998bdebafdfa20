package io.sluice.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A shard is read on as far as it goes. The consumer is Kafka's own mock. */
class ShardReaderTest {
    private static final TopicPartition SHARD = new TopicPartition("test.sessions", 3);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private long next;

    private ShardReader reader() {
        consumer.updateBeginningOffsets(Map.of(SHARD, 0L));
        consumer.updateEndOffsets(Map.of(SHARD, 0L));
        return new ShardReader(consumer, SHARD, new SessionCodec(), () -> false);
    }

    private void add(byte[] key, @Nullable String value) {
        consumer.addRecord(new ConsumerRecord<>(SHARD.topic(), SHARD.partition(), next++, key,
                value == null ? null : value.getBytes(StandardCharsets.UTF_8)));
        consumer.updateEndOffsets(Map.of(SHARD, next));
    }

    @Test
    void whoWritesAShardIsKnownUntilItIsGivenBack() {
        ShardReader reader = reader();
        assertThat(reader.readToEnd().claim()).isNull();

        add(ShardKeys.claim(), "writer-1");
        add(ShardKeys.claim(), "writer-2");
        assertThat(reader.readToEnd().claim()).isEqualTo("writer-2");

        add(ShardKeys.claim(), null);
        assertThat(reader.readToEnd().claim()).isNull();
    }

    @Test
    void whatCameAfterTheFirstReadingIsReadToo() {
        ShardReader reader = reader();
        String id = "0123456789abcdef0123456789abcdef";
        SessionRecord session = new SessionRecord(SessionRecord.SCHEMA, id, SessionRecord.ACTIVE, 1, "till",
                "gateway-1", 30_000, 0, 0, null, List.of());
        add(ShardKeys.session(id), new String(new SessionCodec().encode(session), StandardCharsets.UTF_8));
        add(ShardKeys.claim(), "writer-1");
        reader.readToEnd();
        add(ShardKeys.session(id), null);

        ShardContents contents = reader.readToEnd();

        assertThat(contents.takeSessions()).isEmpty();
        assertThat(contents.claim()).isEqualTo("writer-1");
    }
}
