package io.sluice.crsp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SequenceNumbersTest {
    @Test
    void theChecksumIsOverFourBytesANumber() {
        SequenceNumbers numbers = new SequenceNumbers();
        assertThat(HexFormat.of().formatHex(new SequenceNumbers().checksum()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        // "abcd" as one number: the digest of the text.
        numbers.add(0x61626364L);
        assertThat(HexFormat.of().formatHex(numbers.checksum()))
                .isEqualTo("88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589");
    }

    @Test
    void aRestartedGeneratorGoesOnWithTheSameNumbers() {
        long before = SequenceNumbers.value(42, 1000);
        assertThat(SequenceNumbers.value(42, 1000)).isEqualTo(before);
        for (long index = 0; index < 1000; index++) {
            assertThat(SequenceNumbers.value(42, index)).isBetween(0L, 0xFFFF_FFFFL);
        }
    }
}
