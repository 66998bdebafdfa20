package io.sluice.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Ids name their shard, keys their session and stream. */
class ShardKeysTest {

    @Test
    void anIdCanBeMadeForEveryShard() {
        SplittableRandom random = new SplittableRandom(1);
        for (int shards = 1; shards <= 50; shards++) {
            for (int shard = 0; shard < shards; shard++) {
                SessionId id = ShardKeys.inShard(SessionId.random(random), shard, shards);
                assertThat(ShardKeys.shardOf(id, shards)).isEqualTo(shard);
            }
        }
    }

    @Test
    void theHighestIdsStayWithin128Bits() {
        SessionId highest = new SessionId(-1, -1);
        for (int shard = 0; shard < 7; shard++) {
            SessionId id = ShardKeys.inShard(highest, shard, 7);
            assertThat(ShardKeys.shardOf(id, 7)).isEqualTo(shard);
            assertThat(SessionId.parse(id.toString())).isEqualTo(id);
            assertThat(id.low()).isEqualTo(-1);
        }
    }

    @Test
    void aKeyOfProgressNamesItsSessionAndStream() {
        String id = new SessionId(1, 2).toString();
        String key = new String(ShardKeys.progress(id, 77), StandardCharsets.US_ASCII);
        assertThat(ShardKeys.idOf(key)).isEqualTo(id);
        assertThat(ShardKeys.streamOf(key)).isEqualTo(77);
        assertThat(ShardKeys.streamOf(id)).isEqualTo(-1);
        assertThatThrownBy(() -> ShardKeys.streamOf(id + "/x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ShardKeys.streamOf(id + "/")).isInstanceOf(IllegalArgumentException.class);
    }
}
