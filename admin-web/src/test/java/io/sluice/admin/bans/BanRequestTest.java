package io.sluice.admin.bans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.admin.problem.ProblemException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BanRequestTest {
    private static final Duration LONGEST = Duration.ofDays(30);

    private static void assertRefused(String code, String parameter, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, refusal -> {
            assertThat(refusal.problem().code()).isEqualTo(code);
            assertThat(refusal.problem().parameter()).isEqualTo(parameter);
        });
    }

    @Test
    void anHourIsUsualUnlessThatIsTooLong() {
        assertThat(BanRequest.given(null).time(LONGEST)).isEqualTo(Duration.ofHours(1));
        assertThat(BanRequest.given(null).time(Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(5));
        assertThat(new BanRequest(90L, null).time(LONGEST)).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void noTimeAndTooMuchOfItAreRefused() {
        assertRefused("BAD_SECONDS", "seconds", () -> new BanRequest(0L, null).time(LONGEST));
        assertRefused("BAD_SECONDS", "seconds", () -> new BanRequest(Long.MAX_VALUE, null).time(LONGEST));
    }

    @Test
    void aReasonIsOneShortLine() {
        assertThat(new BanRequest(null, null).text()).isEmpty();
        assertThat(new BanRequest(null, " floods orders ").text()).isEqualTo("floods orders");
        assertRefused("BAD_REASON", "reason", () -> new BanRequest(null, "a\nb").text());
        assertRefused("BAD_REASON", "reason", () -> new BanRequest(null, "a".repeat(201)).text());
    }

    @Test
    void onlyAddressesAreTakenForAddresses() {
        assertThat(AddressBans.parse("203.0.113.7").getHostAddress()).isEqualTo("203.0.113.7");
        assertRefused("BAD_ADDRESS", "address", () -> AddressBans.parse("gateway.example.org"));
    }
}
