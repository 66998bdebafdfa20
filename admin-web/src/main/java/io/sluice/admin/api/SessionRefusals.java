package io.sluice.admin.api;

import io.sluice.admin.problem.Codes;
import io.sluice.admin.problem.Problem;
import io.sluice.admin.problem.ProblemException;
import io.sluice.admin.query.Etags;
import io.sluice.gateway.session.SessionAnswer;
import org.jspecify.annotations.Nullable;

/** What operators are told if a session cannot be shown or steered. */
public final class SessionRefusals {
    private static final int CONFLICT = 409;

    private SessionRefusals() {}

    /** The problem that an answer is which is none of what was asked for. */
    public static ProblemException of(SessionAnswer answer) {
        return switch (answer) {
            case SessionAnswer.Unknown() -> ProblemException.notFound(Codes.SESSION_UNKNOWN,
                    "There is no such session: it was ended, or forgotten some time after it expired.");
            case SessionAnswer.StreamUnknown() -> new ProblemException(Problem.of(404, "STREAM_UNKNOWN",
                    "The session has no such stream. GET the session to see which it has.").about("stream"));
            case SessionAnswer.Elsewhere(String gateway) -> elsewhere(gateway);
            case SessionAnswer.NotReady(String waitingFor) -> ProblemException.unavailable(Codes.NOT_READY,
                    "The gateway is starting and waits for " + waitingFor + ".");
            case SessionAnswer.Changed() -> Etags.changed();
            case SessionAnswer.Impossible(String reason) -> ProblemException.conflict("NOT_POSSIBLE_NOW", reason);
            case SessionAnswer.Found found -> throw new IllegalArgumentException("no refusal: " + found);
            case SessionAnswer.Done done -> throw new IllegalArgumentException("no refusal: " + done);
            case SessionAnswer.DoneElsewhere done -> throw new IllegalArgumentException("no refusal: " + done);
        };
    }

    private static ProblemException elsewhere(@Nullable String gateway) {
        return gateway == null
                ? ProblemException.unavailable(Codes.NOT_READY,
                        "No gateway serves the session at the moment: it is being taken over. Try again in a second.")
                : new ProblemException(Problem.of(CONFLICT, "SESSION_ELSEWHERE", "Gateway " + gateway
                        + " has the session: ask it. GET /api/v1/gateways lists all.").answeredBy(gateway));
    }
}
