package io.sluice.admin.query;

import io.sluice.admin.problem.Problem;
import io.sluice.admin.problem.ProblemException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tags by which a client says which state it has seen (RFC 9110 §8.8.3 and §13.1.1). */
public final class Etags {
    private static final int PRECONDITION_FAILED = 412;

    private Etags() {}

    /** Whether a change may be made: there is no condition, or it names the state that there is. */
    public static boolean matches(@Nullable String ifMatch, String current) {
        return ifMatch == null || ifMatch.strip().equals("*")
                || Arrays.stream(ifMatch.split(",", -1)).map(String::strip).anyMatch(quoted(current)::equals);
    }

    /** As the {@code ETag} header has it. */
    public static String quoted(String tag) {
        return '"' + tag + '"';
    }

    /** 412. */
    public static ProblemException changed() {
        return new ProblemException(Problem.of(PRECONDITION_FAILED, "CHANGED_MEANWHILE",
                "It has changed since you looked: GET it again and decide anew.").about("If-Match"));
    }
}
