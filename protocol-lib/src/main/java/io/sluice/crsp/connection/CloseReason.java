package io.sluice.crsp.connection;

import io.sluice.crsp.wire.ErrorCode;

/**
 * Why a connection ended.
 *
 * @param origin who ended it
 * @param code the error code; {@link ErrorCode#NO_ERROR} for an orderly end
 * @param message a sentence for people
 */
public record CloseReason(Origin origin, ErrorCode code, String message) {

    /** Who ended a connection. */
    public enum Origin {
        /** This side's application. */
        APPLICATION,
        /** This side's protocol code, because of what the peer sent. */
        PROTOCOL,
        /** The peer said so. */
        PEER,
        /** Silence. */
        TIMEOUT,
        /** The peer lost its memory of the connection, as after a restart. */
        STATELESS_RESET,
        /** The tunnel that carried it: it broke, or could not be made. */
        TUNNEL
    }
}
