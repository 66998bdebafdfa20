package io.sluice.admin.renderers;

import io.sluice.admin.problem.ProblemException;
import io.sluice.gateway.control.WantedCommand;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What renderers are to do.
 *
 * @param renderers their names; not where the address names one
 * @param action {@code play}, {@code pause}, {@code resume}, {@code restart}, {@code seek} or {@code stop}
 * @param item of play: the name of a topic, or {@code library:} and that of a file
 * @param partition of a topic; 0 if it is not given
 * @param live of a topic: whether what is written later is played, too
 * @param version of a file; the newest if it is not given
 * @param position of play and seek: offset of a topic, or byte of a file
 * @param startAt an instant such as {@code 2026-01-31T12:00:00Z} at which all begin together; at once if it is not given
 */
public record CommandRequest(@Nullable List<String> renderers, @Nullable String action, @Nullable String item,
        @Nullable Integer partition, @Nullable Boolean live, @Nullable Long version, @Nullable Long position,
        @Nullable String startAt) {

    @JsonbCreator
    public CommandRequest(
            @JsonbProperty("renderers") @Nullable List<String> renderers,
            @JsonbProperty("action") @Nullable String action,
            @JsonbProperty("item") @Nullable String item,
            @JsonbProperty("partition") @Nullable Integer partition,
            @JsonbProperty("live") @Nullable Boolean live,
            @JsonbProperty("version") @Nullable Long version,
            @JsonbProperty("position") @Nullable Long position,
            @JsonbProperty("startAt") @Nullable String startAt) {
        this.renderers = renderers;
        this.action = action;
        this.item = item;
        this.partition = partition;
        this.live = live;
        this.version = version;
        this.position = position;
        this.startAt = startAt;
    }

    /** The body, which must be there. */
    static CommandRequest given(@Nullable CommandRequest request) {
        if (request == null) {
            throw ProblemException.badParameter("BAD_BODY", "action", "Send JSON with an \"action\".");
        }
        return request;
    }

    /** For those that are named in the body. */
    WantedCommand toCommand() {
        List<String> names = renderers;
        if (names == null || names.isEmpty() || names.size() > WantedCommand.MAX_RENDERERS) {
            throw ProblemException.badParameter("BAD_RENDERERS", "renderers",
                    "Name 1 to " + WantedCommand.MAX_RENDERERS + " renderers.");
        }
        return toCommand(names);
    }

    /** For these. */
    WantedCommand toCommand(List<String> names) {
        String wanted = action == null ? "" : action;
        if (!WantedCommand.ACTIONS.contains(wanted)) {
            throw ProblemException.badParameter("BAD_ACTION", "action", "action is \"" + wanted
                    + "\"; give one of " + String.join(", ", WantedCommand.ACTIONS) + ".");
        }
        String what = item == null ? "" : item;
        if (item == null && wanted.equals(WantedCommand.PLAY)) {
            throw ProblemException.badParameter("BAD_ITEM", "item",
                    "play needs an item: the name of a topic, or library: and that of a file.");
        }
        return new WantedCommand(names, wanted, what,
                (int) number("partition", partition == null ? null : partition.longValue(), Integer.MAX_VALUE),
                Boolean.TRUE.equals(live), number("version", version, WantedCommand.MAX_NUMBER),
                number("position", position, WantedCommand.MAX_NUMBER), startMillis());
    }

    private static long number(String name, @Nullable Long value, long most) {
        long number = value == null ? 0 : value;
        if (number < 0 || number > most) {
            throw ProblemException.badParameter("BAD_" + name.toUpperCase(Locale.ROOT), name,
                    name + " is " + number + "; give a number from 0 to " + most + ".");
        }
        return number;
    }

    private long startMillis() {
        try {
            // What is past is at once; 0 would be no time at all.
            return startAt == null ? 0 : Math.max(1, Instant.parse(startAt).toEpochMilli());
        } catch (DateTimeParseException | ArithmeticException e) {
            throw ProblemException.badParameter("BAD_START_AT", "startAt",
                    "startAt is \"" + startAt + "\"; give an instant such as 2026-01-31T12:00:00Z.");
        }
    }
}
