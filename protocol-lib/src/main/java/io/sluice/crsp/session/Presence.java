package io.sluice.crsp.session;

/** Whether a renderer can be told something. */
public enum Presence {
    /** Its session is over; it is remembered for a while. */
    GONE(0),
    /** Its connection is lost; it learns its newest command when it is back. */
    AWAY(1),
    HERE(2);

    private final int code;

    Presence(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The presence of this number, 0 to 2. */
    static Presence of(int code) {
        for (Presence each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        throw new IllegalArgumentException("none has the number " + code);
    }
}
