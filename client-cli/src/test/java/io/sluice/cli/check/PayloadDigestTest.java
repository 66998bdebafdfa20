package io.sluice.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PayloadDigestTest {

    private static PayloadDigest digest(PayloadDigest.Framing framing) {
        PayloadDigest digest = new PayloadDigest(framing);
        digest.add("ab".getBytes(StandardCharsets.UTF_8));
        digest.add("c".getBytes(StandardCharsets.UTF_8));
        return digest;
    }

    @Test
    void chunksHaveTheChecksumOfTheirFile() {
        // printf abc | sha256sum
        assertThat(digest(PayloadDigest.Framing.CHUNKS).hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void linesHaveTheChecksumOfTheirFile() {
        // printf 'ab\nc\n' | sha256sum
        assertThat(digest(PayloadDigest.Framing.LINES).hex())
                .isEqualTo("1b10891da7a8bc413923775af7702b007cbf489c6f600255dca8fc1d7889d612");
    }

    @Test
    void askingDoesNotEndTheDigest() {
        PayloadDigest asked = digest(PayloadDigest.Framing.CHUNKS);
        assertThat(asked.hex()).isEqualTo(asked.hex());
    }
}
