package io.sluice.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Where a session is in a list. A page begins after such a place and need not know how many are before it.
 *
 * @param number what decides in an order by time or state, in milliseconds since 1970 UTC or as the states follow each
 *     other; 0 otherwise
 * @param text what decides in the order of the clients' names; empty otherwise
 * @param id 32 hexadecimal digits; decides among equals
 */
public record SessionPlace(long number, String text, String id) {
    byte[] textBytes() {
        return text.isEmpty() ? NO_TEXT : text.getBytes(UTF_8);
    }

    static final byte[] NO_TEXT = {};

    /** As {@link java.util.Comparator}, of two places whose parts are given. */
    static int compare(long number, byte[] text, long high, long low, long otherNumber, byte[] otherText,
            long otherHigh, long otherLow) {
        int byNumber = Long.compare(number, otherNumber);
        if (byNumber != 0) {
            return byNumber;
        }
        int byText = text == otherText ? 0 : Arrays.compareUnsigned(text, otherText);
        if (byText != 0) {
            return byText;
        }
        int byHigh = Long.compareUnsigned(high, otherHigh);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
    }
}
