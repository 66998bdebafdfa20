package io.sluice.gateway.session;

/** What happens to sessions. */
public enum SessionEventKind {
    /** A client began it. */
    OPENED,
    /** Its client came back, on a new connection. */
    RESUMED,
    /** Its connection ended and its client did not say so. */
    CONNECTION_LOST,
    /** An operator ended its connection. */
    DISCONNECTED,
    /** Its client goes on from another address, on the same connection. */
    ADDRESS_CHANGED,
    /** Its client did not come back in time. */
    EXPIRED,
    /** Its client or an operator ended it. */
    ENDED,
    /** Another gateway has it from now on. */
    MOVED,
    /** Its client began a stream, or went on with it on a new connection. */
    STREAM_BEGUN,
    /** Its client ended a stream. */
    STREAM_ENDED,
    /** A stream cannot go on. */
    STREAM_FAILED,
    /** Nothing more is delivered on a stream, for now. */
    STREAM_PAUSED,
    /** The end of a pause. */
    STREAM_RESUMED,
    /** Delivery goes on from elsewhere. */
    STREAM_MOVED
}
