package io.sluice.gateway.library;

import io.sluice.crsp.wire.ErrorCode;

/** Why the library does not do what it was asked; the message says what to do next. */
public final class LibraryRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    LibraryRefusal(ErrorCode code, String text) {
        super(text);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
