package io.sluice.gateway;

import io.sluice.crsp.session.SessionId;
import io.sluice.gateway.session.SessionDirectory;
import io.sluice.gateway.session.SessionManager;
import io.sluice.gateway.session.SessionView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The sessions of this process, as its event loop has them. */
@ApplicationScoped
public class LiveSessionDirectory implements SessionDirectory {
    private static final long PATIENCE_SECONDS = 5;

    @Inject
    Gateway gateway;

    @Override
    public List<SessionView> list(int limit, @Nullable String afterId) {
        SessionId after = afterId == null ? null : SessionId.parse(afterId);
        SessionManager sessions = gateway.sessions();
        return sessions == null
                ? List.of()
                : sessions.list(limit, after).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public long count() {
        SessionManager sessions = gateway.sessions();
        return sessions == null ? 0 : sessions.count();
    }
}
