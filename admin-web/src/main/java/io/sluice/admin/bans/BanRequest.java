package io.sluice.admin.bans;

import io.sluice.admin.problem.ProblemException;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long an address is banned, and why.
 *
 * @param seconds from now on, or null for one hour
 * @param reason for people, 200 characters at most, or null for none
 */
public record BanRequest(@Nullable Long seconds, @Nullable String reason) {
    private static final Duration USUAL = Duration.ofHours(1);
    private static final int LONGEST_REASON = 200;

    @JsonbCreator
    public BanRequest(
            @JsonbProperty("seconds") @Nullable Long seconds,
            @JsonbProperty("reason") @Nullable String reason) {
        this.seconds = seconds;
        this.reason = reason;
    }

    /** What an empty body asks for. */
    static BanRequest given(@Nullable BanRequest request) {
        return request == null ? new BanRequest(null, null) : request;
    }

    /** @param longest {@code sluice.ban.max} */
    Duration time(Duration longest) {
        Long wanted = seconds;
        if (wanted == null) {
            return USUAL.compareTo(longest) < 0 ? USUAL : longest;
        }
        if (wanted < 1 || wanted > longest.toSeconds()) {
            throw ProblemException.badParameter("BAD_SECONDS", "seconds", "seconds is " + wanted
                    + "; give a number from 1 to " + longest.toSeconds() + " (sluice.ban.max).");
        }
        return Duration.ofSeconds(wanted);
    }

    String text() {
        String text = reason == null ? "" : reason.strip();
        if (text.length() > LONGEST_REASON || text.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.badParameter("BAD_REASON", "reason",
                    "Give a reason of " + LONGEST_REASON + " characters at most, in one line.");
        }
        return text;
    }
}
