package io.sluice.cli.output;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One JSON object, its members in the order they were put. Written on one line. */
public final class Json {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    private Json() {}

    /**
     * Starts an empty object.
     *
     * @return a new object
     */
    public static Json object() {
        return new Json();
    }

    /**
     * Puts a member.
     *
     * @param name of the member
     * @param value null, text, a number, a boolean, a {@link Json} or a collection of these; anything
     *     else is written as its text
     * @return this object
     */
    public Json put(String name, @Nullable Object value) {
        members.put(name, value);
        return this;
    }

    /** The object as JSON on one line. */
    @Override
    public String toString() {
        return members.entrySet().stream()
                .map(member -> quote(member.getKey()) + ":" + write(member.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String write(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Json json -> json.toString();
            case Double number when !Double.isFinite(number) -> "null";
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            case Collection<?> values -> values.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
            default -> quote(value.toString());
        };
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            switch (character) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (character < ' ') {
                        quoted.append(String.format("\\u%04x", (int) character));
                    } else {
                        quoted.append(character);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
