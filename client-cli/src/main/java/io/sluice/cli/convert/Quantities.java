package io.sluice.cli.convert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Quantities with units, as people write them. Every method throws {@link IllegalArgumentException}
 * with a message that shows how to write it right.
 */
public final class Quantities {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([a-zA-Zµ%]*)");

    private static final Map<String, Long> NANOS_BY_UNIT = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "min", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private static final Map<String, Long> BYTES_BY_UNIT = Map.of(
            "", 1L,
            "b", 1L,
            "k", 1_024L,
            "kb", 1_000L,
            "kib", 1_024L,
            "m", 1_048_576L,
            "mb", 1_000_000L,
            "mib", 1_048_576L,
            "gb", 1_000_000_000L,
            "gib", 1_073_741_824L);

    private record Amount(BigDecimal number, String unit) {}

    private Quantities() {}

    /**
     * Reads a probability.
     *
     * @param text {@code 10%}, {@code 0.5%} or {@code 0.1}
     * @return 0 to 1
     */
    public static double probability(String text) {
        String form = "'" + text + "' is no probability: write it like 10% or 0.1, from 0 to 100%";
        Amount amount = amount(text, form);
        double value = switch (amount.unit()) {
            case "%" -> amount.number().movePointLeft(2).doubleValue();
            case "" -> amount.number().doubleValue();
            default -> throw new IllegalArgumentException(form);
        };
        if (value > 1) {
            throw new IllegalArgumentException(form);
        }
        return value;
    }

    /**
     * Reads a duration.
     *
     * @param text {@code 100ms}, {@code 1.5s}, {@code 2m}, {@code 1h}, {@code 0}, or ISO 8601 such as
     *     {@code PT30S}
     * @return zero or more
     */
    public static Duration duration(String text) {
        String form = "'" + text + "' is no duration: write it with a unit, like 100ms, 1.5s, 2m or 1h";
        if (text.startsWith("P")) {
            return isoDuration(text, form);
        }
        Amount amount = amount(text, form);
        if (amount.unit().isEmpty() && amount.number().signum() == 0) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(scale(amount, NANOS_BY_UNIT, form));
    }

    private static Duration isoDuration(String text, String form) {
        try {
            Duration parsed = Duration.parse(text);
            if (parsed.isNegative()) {
                throw new IllegalArgumentException(form);
            }
            return parsed;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(form, e);
        }
    }

    /**
     * Reads a number of bytes.
     *
     * @param text {@code 1200}, {@code 64k} or {@code 64KiB} (1,024), {@code 1MB} (a million)
     * @return zero or more
     */
    public static long bytes(String text) {
        String form = "'" + text + "' is no size: write it like 1200, 64KiB or 1MB";
        return scale(amount(text, form), BYTES_BY_UNIT, form);
    }

    /**
     * Reads a rate in bytes.
     *
     * @param text {@code 1MB/s}, {@code 125kB} or, in bits, {@code 8Mbit/s}
     * @return bytes a second
     */
    public static long bytesPerSecond(String text) {
        String form = "'" + text + "' is no rate: write it like 125kB/s, 1MB/s or 8Mbit/s";
        String amountText = text.endsWith("/s") ? text.substring(0, text.length() - 2) : text;
        Amount amount = amount(amountText, form);
        long bits = switch (amount.unit()) {
            case "bit" -> 1;
            case "kbit" -> 1_000;
            case "mbit" -> 1_000_000;
            case "gbit" -> 1_000_000_000;
            default -> 0;
        };
        return bits == 0 ? scale(amount, BYTES_BY_UNIT, form) : scale(amount, Map.of(amount.unit(), bits), form) / 8;
    }

    private static Amount amount(String text, String form) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(form);
        }
        return new Amount(new BigDecimal(matcher.group(1)), matcher.group(2).toLowerCase(Locale.ROOT));
    }

    private static long scale(Amount amount, Map<String, Long> units, String form) {
        Long factor = units.get(amount.unit());
        if (factor == null) {
            throw new IllegalArgumentException(form);
        }
        try {
            return amount.number()
                    .multiply(BigDecimal.valueOf(factor))
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(form, e);
        }
    }
}
