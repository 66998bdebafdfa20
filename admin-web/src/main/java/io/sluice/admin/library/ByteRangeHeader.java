package io.sluice.admin.library;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code Range} header of a request (RFC 9110 §14.2). What it may be left out of account for, is. */
sealed interface ByteRangeHeader {
    /** All of the content, with 200. */
    record Whole() implements ByteRangeHeader {}

    /**
     * A part of it, with 206.
     *
     * @param offset of the first byte
     * @param length at least 1
     */
    record Part(long offset, long length) implements ByteRangeHeader {
        /** As the {@code Content-Range} header has it. */
        String contentRange(long size) {
            return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
        }
    }

    /** None of it is there: 416. */
    record Unsatisfiable() implements ByteRangeHeader {}

    /** One range; several would need an answer of several parts, which nobody has to give. */
    Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /**
     * What a header asks for.
     *
     * @param header null if there is none
     * @param size of the content, in bytes
     */
    static ByteRangeHeader parse(@Nullable String header, long size) {
        Matcher range = header == null ? null : ONE.matcher(header);
        if (range == null || !range.matches()) {
            return new Whole();
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : suffix(Long.parseLong(last), size);
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (to < from) {
            return new Whole();
        }
        return from >= size ? new Unsatisfiable() : new Part(from, Math.min(to, size - 1) - from + 1);
    }

    private static ByteRangeHeader suffix(long length, long size) {
        long given = Math.min(length, size);
        return given == 0 ? new Unsatisfiable() : new Part(size - given, given);
    }
}
