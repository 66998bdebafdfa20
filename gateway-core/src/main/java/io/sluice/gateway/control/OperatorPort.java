package io.sluice.gateway.control;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.session.SessionAnswer;
import java.util.concurrent.CompletableFuture;

/**
 * One request of an operator's for a session of another gateway.
 *
 * @param sessionId stands for the operators of this gateway
 * @param request its number among theirs
 * @param answer completed with what became of it
 */
record OperatorPort(String sessionId, long request, CompletableFuture<SessionAnswer> answer) implements SteeringPort {
    @Override
    public long stream() {
        return 0;
    }

    @Override
    public String by() {
        return "an operator";
    }

    @Override
    public String address() {
        return "";
    }

    @Override
    public void onSteered(SteeredRecord done) {
        answer.complete(switch (ErrorCode.valueOf(done.code())) {
            case NO_ERROR -> new SessionAnswer.DoneElsewhere(done.gateway(), done.streams());
            case SESSION_UNKNOWN -> new SessionAnswer.Unknown();
            case STREAM_UNKNOWN -> new SessionAnswer.StreamUnknown();
            case COMMAND_TIMED_OUT -> new SessionAnswer.Elsewhere(null);
            default -> new SessionAnswer.Impossible(done.text());
        });
    }
}
