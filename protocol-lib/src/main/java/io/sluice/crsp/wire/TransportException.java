package io.sluice.crsp.wire;

/**
 * The peer broke the protocol: thrown by decoders and state machines, and turned by the connection
 * into a CONNECTION_CLOSE with this code. Carries no stack trace, for hostile input must stay cheap.
 */
public final class TransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public TransportException(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** What to tell the peer. */
    public ErrorCode code() {
        return code;
    }
}
