package io.sluice.cli.torture;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Payloads: a decimal number, and filling up to the size of a small record. */
final class Numbers {
    /** What {@link #parse} returns for a payload that is none of ours. */
    static final long UNREADABLE = -1;

    private static final int BYTES = 100;
    private static final char FILLING = '.';

    private Numbers() {}

    static byte[] format(long number) {
        StringBuilder text = new StringBuilder(BYTES).append(number);
        while (text.length() < BYTES) {
            text.append(FILLING);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static long parse(byte @Nullable [] payload) {
        if (payload == null || payload.length != BYTES) {
            return UNREADABLE;
        }
        String text = new String(payload, StandardCharsets.US_ASCII);
        int end = text.indexOf(FILLING);
        try {
            long number = Long.parseLong(end < 0 ? text : text.substring(0, end));
            return text.equals(new String(format(number), StandardCharsets.US_ASCII)) ? number : UNREADABLE;
        } catch (NumberFormatException e) {
            return UNREADABLE;
        }
    }
}
