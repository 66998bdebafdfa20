package io.sluice.gateway.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How files are divided, and how the places of their chunks are kept. */
class ChunksTest {
    private static final int MESSAGE = 1_114_112;

    @ParameterizedTest
    @CsvSource({"0,0,0", "1,1,1", "255,1,255", "262144,1,262144", "262145,2,1", "10485760,40,262144"})
    void everyByteIsInOneChunk(long size, int chunks, int last) {
        ChunkPlan plan = ChunkPlan.of(size, MESSAGE);
        assertThat(plan.count()).isEqualTo(chunks);
        long sum = 0;
        for (int index = 0; index < chunks; index++) {
            assertThat(plan.offset(index)).isEqualTo(sum);
            assertThat(plan.indexAt(sum)).isEqualTo(index);
            sum += plan.length(index);
        }
        assertThat(sum).isEqualTo(size);
        if (chunks > 0) {
            assertThat(plan.length(chunks - 1)).isEqualTo(last);
        }
    }

    @Test
    void aChunkBeginsNowhereElse() {
        ChunkPlan plan = ChunkPlan.of(300_000, MESSAGE);
        for (long offset : new long[]{-262_144, -1, 1, 262_143, 262_145, 300_000, 524_288, Long.MAX_VALUE}) {
            assertThat(plan.indexAt(offset)).isEqualTo(-1);
        }
    }

    @Test
    void theLargestFileHasAsManyChunksAsTheCatalogueTakes() {
        assertThat(ChunkPlan.of(64L << 30, MESSAGE).count()).isEqualTo(ChunkPlan.MAX_CHUNKS);
        assertThat(ChunkPlan.of(16L << 30, MESSAGE).chunkBytes()).isEqualTo(262_144);
    }

    @Test
    void chunksFitIntoSmallMessages() {
        assertThat(ChunkPlan.of(1 << 20, 1024).chunkBytes()).isEqualTo(960);
    }

    @Test
    void placesComeBackWhateverTheyAre() {
        Random random = new Random(3);
        for (int chunks : new int[]{0, 1, 2, 1000}) {
            long[] offsets = LongStream.generate(() -> random.nextLong(1L << random.nextInt(1, 62))).limit(chunks)
                    .toArray();
            assertThat(ChunkOffsets.decode(ChunkOffsets.encode(offsets), chunks)).isEqualTo(offsets);
        }
    }

    @Test
    void placesOfNeighboursTakeAByteEach() {
        long[] offsets = LongStream.range(1L << 40, (1L << 40) + 10_000).toArray();
        assertThat(ChunkOffsets.encode(offsets)).hasSizeLessThan(10_010);
    }

    @Test
    void placesThatAreCutOffOrTooManyAreRefused() {
        byte[] bytes = ChunkOffsets.encode(new long[]{1, 1000, 1});
        assertThatThrownBy(() -> ChunkOffsets.decode(Arrays.copyOf(bytes, bytes.length - 1), 3))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChunkOffsets.decode(bytes, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChunkOffsets.decode(bytes, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
