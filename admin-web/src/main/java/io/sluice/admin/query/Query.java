package io.sluice.admin.query;

import io.sluice.admin.problem.ProblemException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a request, each checked when it is asked for. A parameter that the list does not know is
 * refused, too: a mistyped filter must not list everything.
 */
public final class Query {
    /** Rows of a page if the request does not say. */
    public static final int DEFAULT_LIMIT = 100;
    /** The largest page; what a request may cost is bounded. */
    public static final int MAX_LIMIT = 1000;

    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";
    private static final String SORT = "sort";
    /** The longest are cursors that hold the name of a file, which may have 1024 bytes. */
    private static final int MAX_TEXT = 2500;
    private static final Duration MAX_DURATION = Duration.ofDays(36_500);

    private final String path;
    private final Map<String, List<String>> parameters;

    private Query(String path, Map<String, List<String>> parameters) {
        this.path = path;
        this.parameters = parameters;
    }

    /**
     * Those of a request.
     *
     * @param known the names of the list's own filters, and {@code sort} if it has several orders; {@code limit} and
     *     {@code cursor} are always known
     */
    public static Query of(UriInfo uri, String... known) {
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        return of(uri.getRequestUri().getRawPath(), parameters, List.of(known));
    }

    static Query of(String path, Map<String, List<String>> parameters, Collection<String> known) {
        TreeSet<String> names = new TreeSet<>(known);
        names.addAll(List.of(LIMIT, CURSOR));
        for (Map.Entry<String, List<String>> entry : parameters.entrySet()) {
            String name = entry.getKey();
            if (!names.contains(name)) {
                throw ProblemException.badParameter("UNKNOWN_PARAMETER", name,
                        "There is no parameter " + name + " here; there are " + String.join(", ", names) + ".");
            }
            if (entry.getValue().size() > 1) {
                throw ProblemException.badParameter("REPEATED_PARAMETER", name, "Give " + name + " only once.");
            }
        }
        return new Query(path, parameters);
    }

    /** The text of a parameter, or null if it is not given or empty. */
    public @Nullable String text(String name) {
        List<String> values = parameters.get(name);
        String value = values == null ? null : values.getFirst();
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (value.length() > MAX_TEXT) {
            throw ProblemException.badParameter("BAD_" + inCapitals(name), name,
                    name + " has " + value.length() + " characters; give " + MAX_TEXT + " at most.");
        }
        return value;
    }

    /** How many rows are wanted, 1 to {@link #MAX_LIMIT}. */
    public int limit() {
        return (int) number(LIMIT, DEFAULT_LIMIT, 1, MAX_LIMIT);
    }

    /** A whole number within a range. */
    public long number(String name, long otherwise, long least, long most) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw ProblemException.badParameter("BAD_" + inCapitals(name), name,
                name + " is \"" + text + "\"; give a number from " + least + " to " + most + ".");
    }

    /** A number within a range, with a point if need be. */
    public double decimal(String name, double otherwise, double least, double most) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw ProblemException.badParameter("BAD_" + inCapitals(name), name,
                name + " is \"" + text + "\"; give a number from " + least + " to " + most + ".");
    }

    /** A length of time that is not negative and has 100 years at most, or null if it is not given. */
    public @Nullable Duration duration(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            Duration value = Duration.parse(text);
            if (!value.isNegative() && value.compareTo(MAX_DURATION) <= 0) {
                return value;
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        throw ProblemException.badParameter("BAD_" + inCapitals(name), name, name + " is \"" + text
                + "\"; give a length of time such as PT10M, PT24H or P7D, 100 years at most.");
    }

    /** An instant, or null if it is not given. */
    public @Nullable Instant instant(String name) {
        String text = text(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemException.badParameter("BAD_" + inCapitals(name), name,
                    name + " is \"" + text + "\"; give an instant such as 2026-01-31T12:00:00Z.");
        }
    }

    /** One of some names, or null if it is not given. */
    public @Nullable String oneOf(String name, Collection<String> allowed) {
        String text = text(name);
        if (text != null && !allowed.contains(text)) {
            throw ProblemException.badParameter("BAD_" + inCapitals(name), name, name + " is \"" + text
                    + "\"; give one of " + String.join(", ", allowed) + ".");
        }
        return text;
    }

    /** The order wanted: the name of a field, with a hyphen before it for the largest first. */
    public Sort sort(String otherwise, Collection<String> fields) {
        String text = text(SORT);
        Sort sort = Sort.of(text == null ? otherwise : text);
        if (!fields.contains(sort.field())) {
            throw ProblemException.badParameter("BAD_SORT", SORT, "sort is \"" + text + "\"; give one of "
                    + String.join(", ", fields) + ", with a hyphen before it for the reverse.");
        }
        return sort;
    }

    /**
     * The place after which the page begins, or null for the first page.
     *
     * @param list what {@link #next} was given for the page before
     * @param parts of how many parts a place consists
     */
    public @Nullable Cursor cursor(String list, int parts) {
        String text = text(CURSOR);
        return text == null ? null : Cursor.decode(text, list, parts);
    }

    /**
     * The address of the next page, with the filters, order and limit of this one.
     *
     * @param list names the list and its order: a cursor of another one is refused
     * @param parts the place of the last row
     */
    public String next(String list, String... parts) {
        String cursor = Cursor.encode(list, List.of(parts));
        String others = parameters.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(CURSOR) && !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue().getFirst()) + "&")
                .sorted()
                .collect(Collectors.joining());
        return path + "?" + others + CURSOR + "=" + cursor;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** {@code createdAfter} as {@code CREATED_AFTER}. */
    private static String inCapitals(String name) {
        StringBuilder capitals = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if (Character.isUpperCase(name.charAt(i))) {
                capitals.append('_');
            }
            capitals.append(Character.toUpperCase(name.charAt(i)));
        }
        return capitals.toString();
    }
}
