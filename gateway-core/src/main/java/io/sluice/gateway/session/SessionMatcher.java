package io.sluice.gateway.session;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A {@link SessionFilter} made ready for a pass over a million rows: what is in the columns is looked at first. */
final class SessionMatcher {
    private static final int HIGH_DIGITS = 16;
    private static final int BITS_OF_A_DIGIT = 4;
    private static final int ALL_DIGITS = 32;

    private final int state;
    private final long highMask;
    private final long highBits;
    private final long lowMask;
    private final long lowBits;
    private final long createdFrom;
    private final long createdUntil;
    private final byte @Nullable [] client;
    private final @Nullable String address;
    private final @Nullable String topic;
    private final @Nullable String kind;
    private final long minLag;
    private final double minLossPercent;
    /** Whether rows alone do not say enough. */
    private final boolean looksAtSessions;

    SessionMatcher(SessionFilter filter) {
        String wanted = filter.state();
        state = wanted == null ? 0 : SessionState.numberOf(wanted);
        String prefix = filter.idPrefix() == null ? "" : filter.idPrefix();
        String padded = prefix + "0".repeat(ALL_DIGITS - prefix.length());
        highBits = HexFormat.fromHexDigitsToLong(padded, 0, HIGH_DIGITS);
        lowBits = HexFormat.fromHexDigitsToLong(padded, HIGH_DIGITS, ALL_DIGITS);
        highMask = mask(Math.min(HIGH_DIGITS, prefix.length()));
        lowMask = mask(Math.max(0, prefix.length() - HIGH_DIGITS));
        createdFrom = filter.createdFrom() == null ? Long.MIN_VALUE : filter.createdFrom().toEpochMilli();
        createdUntil = filter.createdUntil() == null ? Long.MAX_VALUE : filter.createdUntil().toEpochMilli();
        client = filter.client() == null
                ? null
                : inSmallLetters(filter.client());
        address = filter.address();
        topic = filter.topic();
        kind = filter.kind();
        minLag = filter.minLag() == null ? 0 : filter.minLag();
        minLossPercent = filter.minLossPercent() == null ? 0 : filter.minLossPercent();
        looksAtSessions = client != null || address != null || topic != null || kind != null || minLag > 0
                || minLossPercent > 0;
    }

    private static byte[] inSmallLetters(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = small(bytes[i]);
        }
        return bytes;
    }

    /** The highest digits of 16. */
    private static long mask(int digits) {
        return digits == 0 ? 0 : -1L << (BITS_OF_A_DIGIT * (HIGH_DIGITS - digits));
    }

    boolean matches(SessionIndex.Chunk chunk, int at) {
        int found = chunk.state[at];
        if (found == 0 || (state != 0 && found != state)
                || (chunk.idHigh[at] & highMask) != highBits || (chunk.idLow[at] & lowMask) != lowBits
                || chunk.created[at] < createdFrom || chunk.created[at] >= createdUntil) {
            return false;
        }
        return !looksAtSessions || matches(chunk.session[at]);
    }

    private boolean matches(@Nullable Session session) {
        return session != null
                && (client == null || contains(session.clientNameBytes(), client))
                && (address == null || session.remoteText().contains(address))
                && ((topic == null && kind == null) || session.hasStream(kind, topic))
                && (minLag <= 0 || session.lag() >= minLag)
                && (minLossPercent <= 0 || session.lossPercent() >= minLossPercent);
    }

    /** Whether a text has a part, in UTF-8; ASCII letters are the same in either case, the part has them small. */
    static boolean contains(byte[] text, byte[] part) {
        for (int start = 0; start + part.length <= text.length; start++) {
            int length = 0;
            while (length < part.length && small(text[start + length]) == part[length]) {
                length++;
            }
            if (length == part.length) {
                return true;
            }
        }
        return false;
    }

    private static byte small(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? (byte) (letter + ('a' - 'A')) : letter;
    }
}
