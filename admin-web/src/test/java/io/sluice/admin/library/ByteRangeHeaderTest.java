package io.sluice.admin.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.admin.library.ByteRangeHeader.Part;
import io.sluice.admin.library.ByteRangeHeader.Unsatisfiable;
import io.sluice.admin.library.ByteRangeHeader.Whole;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteRangeHeaderTest {
    private static ByteRangeHeader parse(String header) {
        return ByteRangeHeader.parse(header, 1000);
    }

    @Test
    void rangesAreCutAtTheEnd() {
        assertThat(parse("bytes=0-0")).isEqualTo(new Part(0, 1));
        assertThat(parse("bytes=10-19")).isEqualTo(new Part(10, 10));
        assertThat(parse("bytes=990-")).isEqualTo(new Part(990, 10));
        assertThat(parse("bytes=990-5000")).isEqualTo(new Part(990, 10));
        assertThat(parse("bytes=-10")).isEqualTo(new Part(990, 10));
        assertThat(parse("bytes=-5000")).isEqualTo(new Part(0, 1000));
        assertThat(new Part(990, 10).contentRange(1000)).isEqualTo("bytes 990-999/1000");
    }

    @Test
    void whatBeginsBeyondTheEndIsRefused() {
        assertThat(parse("bytes=1000-")).isEqualTo(new Unsatisfiable());
        assertThat(parse("bytes=1000-2000")).isEqualTo(new Unsatisfiable());
        assertThat(parse("bytes=-0")).isEqualTo(new Unsatisfiable());
        assertThat(ByteRangeHeader.parse("bytes=0-", 0)).isEqualTo(new Unsatisfiable());
    }

    @Test
    void whatIsNoSingleRangeOfBytesGivesAll() {
        assertThat(ByteRangeHeader.parse(null, 1000)).isEqualTo(new Whole());
        for (String header : List.of("", "bytes=", "bytes=-", "bytes=5-4", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b",
                "bytes=99999999999999999999-")) {
            assertThat(parse(header)).as(header).isEqualTo(new Whole());
        }
    }
}
