package io.sluice.crsp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A meaning as the specification writes it: {@code Name(key=value, other=[a, b])}.
 *
 * @param fields in the order of their appearance
 */
public record Notation(String name, Map<String, String> fields) {

    public static Notation parse(String text) {
        int open = text.indexOf('(');
        if (open < 0 || !text.endsWith(")")) {
            throw new AssertionError("no notation: " + text);
        }
        return new Notation(text.substring(0, open), fields(text.substring(open + 1, text.length() - 1)));
    }

    /** The fields of {@code key=value, other=value}. */
    public static Map<String, String> fields(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : split(text)) {
            int equals = field.indexOf('=');
            fields.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return fields;
    }

    /** The elements of {@code [a, b]} or {@code [a b]} with its brackets. */
    public static List<String> list(String text, String separator) {
        String inner = text.substring(1, text.length() - 1);
        return split(inner, separator);
    }

    private static List<String> split(String text) {
        return split(text, ", ");
    }

    /** Splits where no bracket and no quotation mark is open. */
    private static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (!quoted) {
                depth += "([".indexOf(c) >= 0 ? 1 : ")]".indexOf(c) >= 0 ? -1 : 0;
            }
            if (depth == 0 && !quoted && text.startsWith(separator, i)) {
                parts.add(text.substring(start, i));
                start = i + separator.length();
            }
        }
        if (start < text.length()) {
            parts.add(text.substring(start));
        }
        return parts;
    }

    public String text(String field) {
        String value = fields.get(field);
        if (value == null) {
            throw new AssertionError(name + " has no field " + field);
        }
        return value;
    }

    /** A decimal or, with 0x, hexadecimal number. */
    public long number(String field) {
        String value = text(field);
        return value.startsWith("0x") ? Long.parseUnsignedLong(value.substring(2), 16) : Long.parseLong(value);
    }

    public byte[] bytes(String field) {
        return SpecificationVectors.bytes(text(field));
    }

    /** A text without its quotation marks. */
    public String quoted(String field) {
        String value = text(field);
        return value.substring(1, value.length() - 1);
    }
}
