package io.sluice.cli;

/** A failure that the user is told of in two sentences: what went wrong, and what to do next. */
public final class CliException extends Exception {
    private final int exitCode;
    private final String hint;

    /**
     * Makes a failure.
     *
     * @param exitCode one of {@link ExitCode}
     * @param message what went wrong
     * @param hint what to do next; may be empty
     */
    public CliException(int exitCode, String message, String hint) {
        super(message);
        this.exitCode = exitCode;
        this.hint = hint;
    }

    /**
     * Makes a failure with its cause.
     *
     * @param exitCode one of {@link ExitCode}
     * @param message what went wrong
     * @param hint what to do next; may be empty
     * @param cause shown with a stack trace only when the user asks for it
     */
    public CliException(int exitCode, String message, String hint, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.hint = hint;
    }

    /**
     * How the command ends.
     *
     * @return one of {@link ExitCode}
     */
    public int exitCode() {
        return exitCode;
    }

    /**
     * What to do next.
     *
     * @return a sentence, or empty
     */
    public String hint() {
        return hint;
    }

    /**
     * The failure's message; never null, unlike that of other throwables.
     *
     * @return what went wrong
     */
    @Override
    public String getMessage() { return String.valueOf(super.getMessage()); }
}
