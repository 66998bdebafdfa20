package io.sluice.crsp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReconnectPolicyTest {
    private static final long MILLI = 1_000_000L;

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void comesBackAtOnceTheFirstTime() {
        assertThat(ReconnectPolicy.DEFAULT.pause(0, random)).isZero();
    }

    @Test
    void pausesDoubleUpToTheLongestAndVaryByHalf() {
        long[] full = {100, 200, 400, 800, 1600, 2000, 2000};
        for (int failures = 1; failures <= full.length; failures++) {
            for (int i = 0; i < 1000; i++) {
                assertThat(ReconnectPolicy.DEFAULT.pause(failures, random))
                        .isBetween(full[failures - 1] * MILLI / 2, full[failures - 1] * MILLI);
            }
        }
        assertThat(ReconnectPolicy.DEFAULT.pause(Integer.MAX_VALUE, random)).isLessThanOrEqualTo(2000 * MILLI);
    }

    @Test
    void evenTheLongestPossiblePausesDoNotOverflow() {
        ReconnectPolicy slow = new ReconnectPolicy(Duration.ofHours(1), Duration.ofDays(1), 0);
        for (int failures = 1; failures < 100; failures++) {
            assertThat(slow.pause(failures, random)).isBetween(1L, Duration.ofDays(1).toNanos());
        }
    }

    @Test
    void senselessPoliciesAreRefused() {
        assertThatThrownBy(() -> new ReconnectPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReconnectPolicy(Duration.ofSeconds(-1), Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReconnectPolicy.DEFAULT.withMaxAttempts(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
