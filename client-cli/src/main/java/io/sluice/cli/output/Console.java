package io.sluice.cli.output;

import io.sluice.cli.CliException;
import java.io.PrintWriter;
import java.util.List;

/**
 * Where a command speaks. Results go to standard output: as text for people or, with {@code --json},
 * as one JSON object a line and nothing else. Notes, progress and errors go to standard error; with
 * {@code --json} an error is a JSON object on standard output, too. Thread-safe.
 */
public final class Console {
    /** Back to the line's start and clear to its end (ECMA-48: EL). */
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final boolean terminal;
    private boolean lineOpen;
    /** Lines above the present one that {@link #redraw} takes back. */
    private int linesOpen;

    /**
     * Makes a console.
     *
     * @param out standard output
     * @param err standard error
     * @param json whether results are for machines
     * @param terminal whether a person watches standard error, so that a line may be rewritten
     */
    public Console(PrintWriter out, PrintWriter err, boolean json, boolean terminal) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.terminal = terminal;
    }

    /**
     * Whether results are for machines.
     *
     * @return true with {@code --json}
     */
    public boolean json() {
        return json;
    }

    /**
     * Whether a person watches standard error.
     *
     * @return true if it is a terminal
     */
    public boolean terminal() {
        return terminal;
    }

    /**
     * Gives a result, in the form that was asked for.
     *
     * @param text for people, one line or several
     * @param object for machines
     */
    public synchronized void result(String text, Json object) {
        if (lineOpen || linesOpen > 0) {
            clearLine();
            err.flush();
        }
        out.println(json ? object.toString() : text);
        out.flush();
    }

    /**
     * Says something that is no result, on standard error.
     *
     * @param text one line
     */
    public synchronized void note(String text) {
        clearLine();
        err.println(text);
        err.flush();
    }

    /**
     * Tells of something that happened on the way: a note for people, or an object for machines.
     *
     * @param text one line, for standard error
     * @param object for standard output with {@code --json}
     */
    public synchronized void event(String text, Json object) {
        if (json) {
            out.println(object);
            out.flush();
        } else {
            note(text);
        }
    }

    private void clearLine() {
        if (linesOpen > 0) {
            // Up by so many lines (ECMA-48: CUU), to the line's start, and clear to the screen's end (ED).
            err.print("\u001b[" + linesOpen + "A\r\u001b[J");
            linesOpen = 0;
        }
        if (lineOpen) {
            err.print(CLEAR_LINE);
            lineOpen = false;
        }
    }

    /**
     * Rewrites the last line of standard error; for {@link Progress}.
     *
     * @param text one line, to be overwritten by the next
     */
    synchronized void rewrite(String text) {
        err.print(CLEAR_LINE + text);
        err.flush();
        lineOpen = !text.isEmpty();
    }

    /**
     * Rewrites the last lines of standard error; for {@link LiveText}.
     *
     * @param lines to be overwritten by the next; empty to take them away
     */
    synchronized void redraw(List<String> lines) {
        clearLine();
        lines.forEach(err::println);
        err.flush();
        linesOpen = lines.size();
    }

    /**
     * Tells of a failure.
     *
     * @param failure what went wrong and what to do
     */
    public synchronized void error(CliException failure) {
        clearLine();
        err.println("sluice: " + failure.getMessage());
        if (!failure.hint().isEmpty()) {
            err.println("        " + failure.hint());
        }
        err.flush();
        if (json) {
            out.println(
                    Json.object()
                            .put("event", "error")
                            .put("exitCode", failure.exitCode())
                            .put("message", failure.getMessage())
                            .put("hint", failure.hint()));
            out.flush();
        }
    }
}
