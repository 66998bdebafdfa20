package io.sluice.gateway;

import io.sluice.gateway.control.Control;
import io.sluice.gateway.session.SessionAction;
import io.sluice.gateway.session.SessionAnswer;
import io.sluice.gateway.session.SessionDirectory;
import io.sluice.gateway.session.SessionEvent;
import io.sluice.gateway.session.SessionManager;
import io.sluice.gateway.session.SessionQuery;
import io.sluice.gateway.session.SessionSelection;
import io.sluice.gateway.session.SessionView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The sessions of this process, as its event loop has them. */
@ApplicationScoped
public class LiveSessionDirectory implements SessionDirectory {
    private static final long PATIENCE_SECONDS = 5;
    private static final String BY = "by an operator";

    @Inject
    Gateway gateway;

    @Override
    public SessionSelection select(SessionQuery query) {
        SessionManager sessions = gateway.sessions();
        return sessions == null ? new SessionSelection(List.of(), 0, false) : sessions.operations().select(query);
    }

    @Override
    public CompletableFuture<List<SessionView>> show(List<String> ids) {
        SessionManager sessions = gateway.sessions();
        return sessions == null
                ? CompletableFuture.completedFuture(List.of())
                : sessions.operations().show(ids).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletableFuture<SessionAnswer> show(String id) {
        SessionManager sessions = gateway.sessions();
        return sessions == null
                ? CompletableFuture.completedFuture(new SessionAnswer.NotReady(gateway.waitingFor()))
                : sessions.operations().show(id).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletableFuture<SessionAnswer> act(String id, @Nullable Long stream, SessionAction action,
            Predicate<String> condition) {
        SessionManager sessions = gateway.sessions();
        return sessions == null
                ? CompletableFuture.completedFuture(new SessionAnswer.NotReady(gateway.waitingFor()))
                : sessions.operations().act(id, stream, action, BY, condition)
                        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletableFuture<SessionAnswer> actAnywhere(String id, @Nullable Long stream, SessionAction action) {
        return act(id, stream, action, tag -> true).thenCompose(answer -> {
            Control control = gateway.control();
            return answer instanceof SessionAnswer.Elsewhere(String owner) && owner != null && control != null
                    && !(action instanceof SessionAction.Trace)
                            ? control.steer(id, stream, action)
                            : CompletableFuture.completedFuture(answer);
        });
    }

    @Override
    public List<SessionEvent> events(@Nullable String session, int limit) {
        SessionManager sessions = gateway.sessions();
        return sessions == null ? List.of() : sessions.operations().events(session, limit);
    }

    @Override
    public @Nullable String trace(String id) {
        SessionManager sessions = gateway.sessions();
        return sessions == null ? null : sessions.operations().trace(id);
    }

    @Override
    public CompletableFuture<Integer> countFrom(InetAddress address) {
        SessionManager sessions = gateway.sessions();
        return sessions == null
                ? CompletableFuture.completedFuture(0)
                : sessions.operations().countFrom(address).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public long count() {
        SessionManager sessions = gateway.sessions();
        return sessions == null ? 0 : sessions.count();
    }
}
