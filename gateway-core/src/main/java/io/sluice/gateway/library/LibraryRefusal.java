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

    static LibraryRefusal unavailable() {
        return new LibraryRefusal(
                ErrorCode.KAFKA_UNAVAILABLE, "Kafka does not answer; ask again when it can be reached");
    }

    static LibraryRefusal refused(String what, Throwable failure) {
        return new LibraryRefusal(ErrorCode.KAFKA_REFUSED, "Kafka refused " + what + ": " + failure.getMessage());
    }

    static void checkName(String name) throws LibraryRefusal {
        String problem = FileNames.problemOf(name);
        if (problem != null) {
            throw new LibraryRefusal(ErrorCode.NAME_INVALID, problem);
        }
    }

    public ErrorCode code() {
        return code;
    }

    /** The code's name, for callers that do not speak the protocol. */
    public String codeName() {
        return code.name();
    }
}
