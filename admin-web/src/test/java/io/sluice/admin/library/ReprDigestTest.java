package io.sluice.admin.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.admin.problem.ProblemException;
import org.junit.jupiter.api.Test;

class ReprDigestTest {
    @Test
    void theSha256IsFoundAmongOthers() {
        String digest = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:";
        String hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assertThat(ReprDigest.sha256(digest)).isEqualTo(hex);
        assertThat(ReprDigest.sha256("sha-512=:AA==:, " + digest)).isEqualTo(hex);
        assertThat(ReprDigest.sha256("sha-512=:AA==:")).isNull();
        assertThat(ReprDigest.sha256(null)).isNull();
    }

    @Test
    void whatIsNoSha256IsRefused() {
        for (String bad : new String[]{"sha-256=:AA==:", "sha-256=:=:"}) {
            assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> ReprDigest.sha256(bad))
                    .satisfies(e -> assertThat(e.problem().code()).isEqualTo("BAD_REPR_DIGEST"));
        }
    }
}
