package io.sluice.cli.convert;

import io.sluice.crsp.relay.CutSchedule;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The short form of a {@link CutSchedule}: {@code START+DURATION[/EVERY]}. */
public final class CutNotation {
    private static final Pattern FORM = Pattern.compile("([^+/]+)\\+([^+/]+)(?:/([^+/]+))?");

    private CutNotation() {}

    /**
     * Reads a schedule.
     *
     * @param text {@code 10s+5s}: ten seconds after the start, for five; {@code 10s+5s/60s}: and again
     *     every minute
     * @return the schedule
     * @throws IllegalArgumentException with a message that shows how to write it right
     */
    public static CutSchedule parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is no cut: write START+DURATION like 10s+5s, or START+DURATION/EVERY like 10s+5s/60s");
        }
        String every = matcher.group(3);
        return new CutSchedule(
                Quantities.duration(matcher.group(1)),
                Quantities.duration(matcher.group(2)),
                every == null ? Duration.ZERO : Quantities.duration(every));
    }
}
