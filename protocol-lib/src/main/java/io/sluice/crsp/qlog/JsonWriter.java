package io.sluice.crsp.qlog;

/** Writes one JSON text (RFC 8259), in ASCII. The caller keeps names and values in turn. Not safe for threads. */
final class JsonWriter {
    private static final char LAST_ASCII = 0x7e;

    private final StringBuilder out = new StringBuilder(512);
    private boolean separate;

    /** What was written since the last {@link #clear}. */
    StringBuilder text() {
        return out;
    }

    void clear() {
        out.setLength(0);
        separate = false;
    }

    JsonWriter beginObject() {
        return open('{');
    }

    JsonWriter endObject() {
        return close('}');
    }

    JsonWriter beginArray() {
        return open('[');
    }

    JsonWriter endArray() {
        return close(']');
    }

    private JsonWriter open(char bracket) {
        separate();
        out.append(bracket);
        separate = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        out.append(bracket);
        separate = true;
        return this;
    }

    private void separate() {
        if (separate) {
            out.append(',');
        }
        separate = true;
    }

    JsonWriter name(String name) {
        separate();
        quote(name);
        out.append(':');
        separate = false;
        return this;
    }

    JsonWriter value(String value) {
        separate();
        quote(value);
        return this;
    }

    JsonWriter value(long value) {
        separate();
        out.append(value);
        return this;
    }

    JsonWriter value(boolean value) {
        separate();
        out.append(value);
        return this;
    }

    /** A time span in milliseconds, to the nanosecond. */
    JsonWriter millis(long nanos) {
        separate();
        if (nanos < 0) {
            out.append('-');
        }
        out.append(Math.abs(nanos / 1_000_000));
        long rest = Math.abs(nanos % 1_000_000);
        if (rest != 0) {
            out.append('.');
            for (long digit = 100_000; digit > 0 && rest > 0; digit /= 10) {
                out.append((char) ('0' + rest / digit));
                rest %= digit;
            }
        }
        return this;
    }

    JsonWriter field(String name, String value) {
        return name(name).value(value);
    }

    JsonWriter field(String name, long value) {
        return name(name).value(value);
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > LAST_ASCII) {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(Character.forDigit(c >> shift & 0xF, 16));
                }
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
