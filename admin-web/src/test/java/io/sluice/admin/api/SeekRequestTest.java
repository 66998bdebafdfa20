package io.sluice.admin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.admin.problem.ProblemException;
import io.sluice.gateway.session.SeekTarget;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeekRequestTest {
    @Test
    void eachPlaceIsUnderstood() {
        assertThat(SeekRequest.target(new SeekRequest("earliest", null, null))).isEqualTo(new SeekTarget.Earliest());
        assertThat(SeekRequest.target(new SeekRequest("latest", null, null))).isEqualTo(new SeekTarget.Latest());
        assertThat(SeekRequest.target(new SeekRequest(null, 7L, null))).isEqualTo(new SeekTarget.Offset(7));
        assertThat(SeekRequest.target(new SeekRequest(null, null, "2026-01-31T12:00:00Z")))
                .isEqualTo(new SeekTarget.Time(Instant.parse("2026-01-31T12:00:00Z")));
    }

    @Test
    void noneOrSeveralOrASenselessOneIsRefused() {
        refused(null);
        refused(new SeekRequest(null, null, null));
        refused(new SeekRequest("earliest", 7L, null));
        refused(new SeekRequest("yesterday", null, null));
        refused(new SeekRequest(null, -1L, null));
        refused(new SeekRequest(null, null, "1960-01-01T00:00:00Z"));
        refused(new SeekRequest(null, null, "noon"));
    }

    private static void refused(@Nullable SeekRequest request) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> SeekRequest.target(request))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo("BAD_PLACE"));
    }
}
