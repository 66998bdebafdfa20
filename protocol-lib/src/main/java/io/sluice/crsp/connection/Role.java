package io.sluice.crsp.connection;

/** Which side of a connection this is. */
public enum Role {
    CLIENT,
    SERVER;

    /** The low bit of the ids of streams that this side opens. */
    int streamBit() {
        return this == CLIENT ? 0 : 1;
    }
}
