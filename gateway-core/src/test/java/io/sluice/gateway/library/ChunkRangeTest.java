package io.sluice.gateway.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChunkRangeTest {
    private static final int CHUNK = 4;
    private static final byte[] CONTENT = "abcdefghij".getBytes(StandardCharsets.US_ASCII);

    private static byte[] cut(int begin, int end) {
        ChunkPlan plan = new ChunkPlan(CONTENT.length, CHUNK);
        ChunkRange range = new ChunkRange(plan, begin, end);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int index = range.from(); index < range.to(); index++) {
            int at = (int) plan.offset(index);
            assertThat(range.offset(index)).isEqualTo(begin + all.size());
            all.writeBytes(range.cut(index, Arrays.copyOfRange(CONTENT, at, at + plan.length(index))));
        }
        return all.toByteArray();
    }

    @Test
    void everyRangeHasItsBytesAndNoOthers() {
        for (int begin = 0; begin <= CONTENT.length; begin++) {
            for (int end = begin; end <= CONTENT.length; end++) {
                assertThat(cut(begin, end)).as(begin + " to " + end)
                        .isEqualTo(Arrays.copyOfRange(CONTENT, begin, end));
            }
        }
    }
}
