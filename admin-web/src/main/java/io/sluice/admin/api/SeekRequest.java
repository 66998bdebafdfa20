package io.sluice.admin.api;

import io.sluice.admin.problem.ProblemException;
import io.sluice.gateway.session.SeekTarget;
import io.sluice.gateway.session.SessionAction;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Where to seek: exactly one of its members is given.
 *
 * @param to {@code earliest} or {@code latest}
 * @param offset the same in every partition
 * @param timestamp an instant: the first record of each partition that is not older
 */
public record SeekRequest(@Nullable String to, @Nullable Long offset, @Nullable String timestamp) {
    private static final String CODE = "BAD_PLACE";

    @JsonbCreator
    public SeekRequest(
            @JsonbProperty("to") @Nullable String to,
            @JsonbProperty("offset") @Nullable Long offset,
            @JsonbProperty("timestamp") @Nullable String timestamp) {
        this.to = to;
        this.offset = offset;
        this.timestamp = timestamp;
    }

    /** The action of a name. */
    static SessionAction action(String verb, @Nullable SeekRequest body) {
        return switch (verb) {
            case "pause" -> new SessionAction.Pause();
            case "resume" -> new SessionAction.Resume();
            case "restart" -> new SessionAction.Restart();
            case "seek" -> new SessionAction.Seek(target(body));
            case "stop" -> new SessionAction.Stop();
            case "disconnect" -> new SessionAction.Disconnect();
            case "end" -> new SessionAction.End();
            case "trace" -> new SessionAction.Trace();
            default -> throw new IllegalArgumentException("the path allows no " + verb);
        };
    }

    /** The place that a body names. */
    static SeekTarget target(@Nullable SeekRequest body) {
        if (body == null || body.members() != 1) {
            throw ProblemException.badParameter(CODE, "to",
                    "Say where: exactly one of \"to\" (earliest or latest), \"offset\" and \"timestamp\".");
        }
        Long number = body.offset;
        if (number != null) {
            if (number < 0) {
                throw ProblemException.badParameter(CODE, "offset", "offset is " + number + "; give 0 or more.");
            }
            return new SeekTarget.Offset(number);
        }
        String instant = body.timestamp;
        if (instant != null) {
            return new SeekTarget.Time(time(instant));
        }
        String name = body.to;
        return switch (name == null ? "" : name) {
            case "earliest" -> new SeekTarget.Earliest();
            case "latest" -> new SeekTarget.Latest();
            default -> throw ProblemException.badParameter(CODE, "to",
                    "to is \"" + name + "\"; give earliest or latest.");
        };
    }

    private int members() {
        return (to == null ? 0 : 1) + (offset == null ? 0 : 1) + (timestamp == null ? 0 : 1);
    }

    private static Instant time(String text) {
        try {
            Instant instant = Instant.parse(text);
            if (instant.toEpochMilli() >= 0) {
                return instant;
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            // Said below.
        }
        throw ProblemException.badParameter(CODE, "timestamp", "timestamp is \"" + text
                + "\"; give an instant such as 2026-01-31T12:00:00Z.");
    }
}
