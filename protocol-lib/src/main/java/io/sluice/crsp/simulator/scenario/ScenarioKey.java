package io.sluice.crsp.simulator.scenario;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a scenario's description may set: name, unit, bounds and default. */
enum ScenarioKey {
    CLIENTS("clients", Unit.COUNT, 1, 20, "1"),
    STREAMS("streams", Unit.COUNT, 1, 64, "1"),
    MESSAGES("messages", Unit.COUNT, 0, 1_000_000, "10"),
    MESSAGE_SIZE("message-size", Unit.COUNT, 0, 1_000_000, "100"),
    LOSS("loss", Unit.PERCENT, 0, 0.9, "0%"),
    CORRUPTION("corruption", Unit.PERCENT, 0, 0.9, "0%"),
    DUPLICATION("duplication", Unit.PERCENT, 0, 1, "0%"),
    REORDERING("reordering", Unit.PERCENT, 0, 1, "0%"),
    DELAY("delay", Unit.MILLIS, 0, 60_000, "0ms"),
    PACKETS_PER_SECOND("packets-per-second", Unit.COUNT, 0, 1_000_000, "0"),
    MTU("mtu", Unit.COUNT, 1200, 65_535, "65535"),
    STREAM_WINDOW("stream-window", Unit.COUNT, 1024, 1 << 24, "262144"),
    CONNECTION_WINDOW("connection-window", Unit.COUNT, 1024, 1 << 24, "1048576"),
    SLOW_READERS("slow-readers", Unit.PERCENT, 0, 1, "0%"),
    STOPPING_READERS("stopping-readers", Unit.PERCENT, 0, 1, "0%"),
    RESETS("resets", Unit.PERCENT, 0, 1, "0%"),
    STOPS("stops", Unit.PERCENT, 0, 1, "0%"),
    SECURE("secure", Unit.PERCENT, 0, 1, "0%"),
    BBR("bbr", Unit.PERCENT, 0, 1, "0%"),
    CUTS("cuts", Unit.COUNT, 0, 100, "0"),
    CUT_LENGTH("cut-length", Unit.MILLIS, 1, 600_000, "50ms..4s"),
    MOVES("moves", Unit.COUNT, 0, 100, "0"),
    RESTARTS("restarts", Unit.COUNT, 0, 20, "0"),
    RESTART_LENGTH("restart-length", Unit.MILLIS, 0, 600_000, "0ms..3s"),
    CLOCK_JUMPS("clock-jumps", Unit.COUNT, 0, 100, "0"),
    CLOCK_JUMP_LENGTH("clock-jump-length", Unit.MILLIS, 1, 86_400_000, "10ms..1h"),
    FREEZES("freezes", Unit.COUNT, 0, 100, "0"),
    FREEZE_LENGTH("freeze-length", Unit.MILLIS, 1, 600_000, "10ms..20s"),
    HOSTILE("hostile", Unit.COUNT, 0, 20, "0"),
    /** Disturbances come from the beginning of the run to this. */
    DISTURBED("disturbed", Unit.MILLIS, 1, 600_000, "5s");

    /** How a value is written. */
    enum Unit {
        COUNT("a number"), PERCENT("a percentage such as 5%"), MILLIS("a time such as 200ms or 3s");

        private final String text;

        Unit(String text) {
            this.text = text;
        }
    }

    private final String key;
    private final Unit unit;
    private final double low;
    private final double high;
    private final Spread otherwise;

    ScenarioKey(String key, Unit unit, double low, double high, String otherwise) {
        this.key = key;
        this.unit = unit;
        this.low = low;
        this.high = high;
        this.otherwise = parse(otherwise);
    }

    String key() {
        return key;
    }

    /** What holds if a description says nothing. */
    Spread otherwise() {
        return otherwise;
    }

    static @Nullable ScenarioKey of(String key) {
        return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst().orElse(null);
    }

    /** All names, for a message. */
    static String all() {
        return Arrays.stream(values()).map(ScenarioKey::key).collect(Collectors.joining(", "));
    }

    /**
     * Reads {@code VALUE}, {@code LOW..HIGH}, and either with {@code in PERCENT} behind.
     *
     * @throws IllegalArgumentException if it is none of these or out of bounds; the message names the key
     */
    final Spread parse(String text) {
        String[] parts = text.strip().split("\\s+in\\s+", 2);
        String[] ends = parts[0].split("\\.\\.", 2);
        double from = number(ends[0], unit);
        double to = ends.length == 2 ? number(ends[1], unit) : from;
        if (from < low || to > high) {
            throw new IllegalArgumentException(
                    key + " may be from " + plain(low) + " to " + plain(high) + ", not " + text);
        }
        return new Spread(from, to, parts.length == 2 ? number(parts[1], Unit.PERCENT) : 1);
    }

    private double number(String text, Unit as) {
        String digits = text.strip();
        double factor = 1;
        if (as == Unit.PERCENT && digits.endsWith("%")) {
            factor = 0.01;
            digits = digits.substring(0, digits.length() - 1);
        } else if (as == Unit.MILLIS && digits.endsWith("ms")) {
            digits = digits.substring(0, digits.length() - 2);
        } else if (as == Unit.MILLIS && digits.endsWith("s")) {
            factor = 1000;
            digits = digits.substring(0, digits.length() - 1);
        } else if (as == Unit.MILLIS && digits.endsWith("h")) {
            factor = 3_600_000;
            digits = digits.substring(0, digits.length() - 1);
        } else if (as != Unit.COUNT) {
            digits = "";
        }
        try {
            return Double.parseDouble(digits) * factor;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " needs " + as.text + ", not '" + text.strip() + "'", e);
        }
    }

    private String plain(double bound) {
        return switch (unit) {
            case COUNT -> Long.toString((long) bound);
            case PERCENT -> (long) (bound * 100) + "%";
            case MILLIS -> (long) bound + "ms";
        };
    }
}
