package io.sluice.admin.problem;

/** Ends a request with a {@link Problem}. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNAVAILABLE = 503;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.status() + " " + problem.code() + ": " + problem.detail());
        this.problem = problem;
    }

    /**
     * 400.
     *
     * @param code such as {@code BAD_LIMIT}
     * @param parameter its name
     * @param detail what it may be
     */
    public static ProblemException badParameter(String code, String parameter, String detail) {
        return new ProblemException(Problem.of(BAD_REQUEST, code, detail).about(parameter));
    }

    /** 404; the code is one of {@link Codes} where there is one. */
    public static ProblemException notFound(String code, String detail) {
        return new ProblemException(Problem.of(NOT_FOUND, code, detail));
    }

    /** 409: the request is right, but not now or not here. */
    public static ProblemException conflict(String code, String detail) {
        return new ProblemException(Problem.of(CONFLICT, code, detail));
    }

    /** 503: the gateway is starting, or Kafka does not answer. */
    public static ProblemException unavailable(String code, String detail) {
        return new ProblemException(Problem.of(UNAVAILABLE, code, detail));
    }

    public Problem problem() {
        return problem;
    }
}
