package io.sluice.crsp.connection;

import org.jspecify.annotations.Nullable;

/** How packets are protected after the handshake. */
public enum SecurityMode {
    /** CRC32C only: for trusted links and for study. Must be chosen by name on both sides. */
    PLAIN(1);

    private final int code;

    SecurityMode(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    static @Nullable SecurityMode of(int code) {
        for (SecurityMode mode : values()) {
            if (mode.code == code) {
                return mode;
            }
        }
        return null;
    }
}
