package io.sluice.crsp.security;

import org.jspecify.annotations.Nullable;

/** How the two sides agree on keys, and so how packets are protected after the handshake. */
public enum SecurityMode {
    /** No keys, CRC32C only: for trusted links and for study. Must be chosen by name on both sides. */
    PLAIN(1),
    /** A full TLS 1.3 handshake; its exporter gives the secrets. */
    TLS(2),
    /** A ticket of an earlier connection, with fresh nonces of both sides. */
    RESUMPTION(3);

    private final int code;

    SecurityMode(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    /** True if packets are encrypted and authenticated. */
    public boolean isSecure() { return this != PLAIN; }

    /** The mode of this byte, or null if there is none. */
    public static @Nullable SecurityMode of(int code) {
        for (SecurityMode mode : values()) {
            if (mode.code == code) {
                return mode;
            }
        }
        return null;
    }
}
