package io.sluice.admin.api;

import io.sluice.admin.problem.ProblemException;
import io.sluice.admin.query.Etags;
import io.sluice.gateway.audit.AuditEntry;
import io.sluice.gateway.session.SessionAction;
import io.sluice.gateway.session.SessionAnswer;
import io.sluice.gateway.session.SessionDirectory;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Does what operators say, and writes it down whether it could be done or not. */
@RequestScoped
public class Actions {
    @Inject
    SessionDirectory directory;

    @Inject
    Auditor auditor;

    /**
     * Steers a session or one stream of it. Another gateway's session is steered there, unless it is meant for one state only,
     * which is known to that gateway alone.
     *
     * @param ifMatch the tags of the states that it is meant for, or null for any
     */
    public SessionAnswer perform(String id, @Nullable Long stream, SessionAction action, @Nullable String ifMatch) {
        SessionAnswer answer = (ifMatch == null
                ? directory.actAnywhere(id, stream, action)
                : directory.act(id, stream, action, tag -> Etags.matches(ifMatch, tag))).join();
        String outcome = switch (answer) {
            case SessionAnswer.Done ignored -> AuditEntry.DONE;
            case SessionAnswer.DoneElsewhere ignored -> AuditEntry.DONE;
            default -> outcome(SessionRefusals.of(answer));
        };
        auditor.record(action.verb(), id, action.detail(stream), outcome);
        return answer;
    }

    private static String outcome(ProblemException refusal) {
        return refusal.problem().code();
    }
}
