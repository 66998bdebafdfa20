package io.sluice.crsp.client;

import io.sluice.crsp.wire.ErrorCode;

/** Something a gateway refused or that could not be done, with its code and what to do next. */
public final class SluiceException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public SluiceException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** The code; {@link ErrorCode#advice} says what to do. */
    public ErrorCode code() {
        return code;
    }

    /** A copy that carries the stack of the thread that learns of it. */
    SluiceException again() {
        SluiceException copy = new SluiceException(code, String.valueOf(getMessage()));
        copy.initCause(this);
        return copy;
    }
}
