package io.sluice.gateway.session;

import io.sluice.crsp.connection.ConnectionLogs;
import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.session.Start;
import io.sluice.crsp.wire.ErrorCode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What operators and controllers see and do. Callable from any thread: what needs the event loop is asked of it in small portions, and
 * a list is found beside it.
 */
public final class SessionOperations {
    /** Sessions shown in one turn of the event loop. */
    private static final int SHOWN_AT_ONCE = 50;

    private final SessionManager manager;
    private final SessionIndex index;
    private final SessionEvents events;
    private final SessionTraces traces;
    private final ServedShards shards;
    private final GatewayDirectory directory;
    private final EventLoop loop;

    SessionOperations(SessionManager manager, SessionIndex index, SessionEvents events, SessionTraces traces,
            ServedShards shards, GatewayDirectory directory, EventLoop loop) {
        this.manager = manager;
        this.index = index;
        this.events = events;
        this.traces = traces;
        this.shards = shards;
        this.directory = directory;
        this.loop = loop;
    }

    /** Finds a page of a list, on the thread that asks. */
    public SessionSelection select(SessionQuery query) {
        return index.select(query);
    }

    /**
     * What happened to sessions lately, the newest first.
     *
     * @param session the only one wanted, or null for all
     * @throws IllegalArgumentException if it is no id
     */
    public List<SessionEvent> events(@Nullable String session, int limit) {
        return events.newest(session == null ? null : SessionId.parse(session), limit);
    }

    /** Shows sessions in the order given; those that have gone meanwhile are left out. */
    public CompletableFuture<List<SessionView>> show(List<String> ids) {
        CompletableFuture<List<SessionView>> shown = new CompletableFuture<>();
        loop.execute(() -> show(ids, 0, new ArrayList<>(ids.size()), shown));
        return shown;
    }

    private void show(List<String> ids, int from, List<SessionView> views,
            CompletableFuture<List<SessionView>> shown) {
        int to = Math.min(ids.size(), from + SHOWN_AT_ONCE);
        for (String id : ids.subList(from, to)) {
            Session session = manager.find(SessionId.parse(id));
            if (session != null) {
                views.add(session.toView());
            }
        }
        if (to == ids.size()) {
            shown.complete(views);
        } else {
            loop.schedule(0, () -> show(ids, to, views, shown));
        }
    }

    /**
     * Shows one session with its connection: Found, Unknown or Elsewhere.
     *
     * @throws IllegalArgumentException if it is no id
     */
    public CompletableFuture<SessionAnswer> show(String id) {
        return ask(SessionId.parse(id), session -> new SessionAnswer.Found(session.details()));
    }

    /**
     * Does something to a session.
     *
     * @param stream the number of the one stream concerned, or null for all that can
     * @param by who does it, for people, such as "by an operator"
     * @param condition asked for the {@link SessionDetails#tag} in the same moment; false changes nothing
     * @throws IllegalArgumentException if it is no id
     */
    public CompletableFuture<SessionAnswer> act(String id, @Nullable Long stream, SessionAction action, String by,
            Predicate<String> condition) {
        return ask(SessionId.parse(id), session -> condition.test(session.tag())
                ? act(session, stream, action, by)
                : new SessionAnswer.Changed());
    }

    /**
     * True if nothing is left of a stream for sure: its session would be here, and is not, or is without it. On the event
     * loop's thread.
     *
     * @throws IllegalArgumentException if it is no id
     */
    public boolean isOver(String id, long stream) {
        SessionId wanted = SessionId.parse(id);
        if (!shards.isServed(shards.shardOf(wanted))) {
            return false;
        }
        Session session = manager.find(wanted);
        return session == null || (session.stream(stream) == null && session.storedStream(stream) == null);
    }

    private interface Question {
        SessionAnswer answer(Session session);
    }

    private CompletableFuture<SessionAnswer> ask(SessionId id, Question question) {
        CompletableFuture<SessionAnswer> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                answer.complete(answer(id, question));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private SessionAnswer answer(SessionId id, Question question) {
        int shard = shards.shardOf(id);
        if (!shards.isServed(shard)) {
            Message.Redirect owner = directory.toOwnerOf(shard);
            return new SessionAnswer.Elsewhere(owner == null ? null : owner.gatewayId());
        }
        Session session = manager.find(id);
        return session == null ? new SessionAnswer.Unknown() : question.answer(session);
    }

    private SessionAnswer act(Session session, @Nullable Long stream, SessionAction action, String by) {
        return switch (action) {
            case SessionAction.Disconnect() -> disconnect(session);
            case SessionAction.End() -> end(session, by);
            case SessionAction.Trace() -> trace(session);
            default -> steer(session, stream, action, by);
        };
    }

    private SessionAnswer disconnect(Session session) {
        if (!(session.state() instanceof SessionState.Active(ClientConnection connection))) {
            return new SessionAnswer.Impossible("The session has no connection now: it is "
                    + session.state().name() + ". There is nothing to disconnect.");
        }
        manager.disconnect(session, connection);
        return new SessionAnswer.Done(session.details(), List.of());
    }

    private SessionAnswer trace(Session session) {
        if (!(session.state() instanceof SessionState.Active(ClientConnection connection))) {
            return new SessionAnswer.Impossible("The session has no connection now: it is "
                    + session.state().name() + ". Trace it when its client is back.");
        }
        ConnectionLogs logs = traces.begin(session.id());
        if (logs == null) {
            return new SessionAnswer.Impossible("No traces are kept here: set sluice.session.traces.max.");
        }
        connection.trace(logs);
        return new SessionAnswer.Done(session.details(), List.of());
    }

    /**
     * The trace of a session as far as it has come, or null if there is none.
     *
     * @throws IllegalArgumentException if it is no id
     */
    public @Nullable String trace(String id) {
        return traces.text(SessionId.parse(id));
    }

    /** How many sessions have a connection from an address. */
    public CompletableFuture<Integer> countFrom(InetAddress address) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(manager.countFrom(address)));
        return answer;
    }

    private SessionAnswer end(Session session, String by) {
        if (session.state() instanceof SessionState.Active(ClientConnection connection)) {
            connection.close(ErrorCode.SESSION_ENDED, "ended " + by + ": open a new one");
        }
        session.happened(SessionEventKind.ENDED, by);
        manager.end(session);
        return new SessionAnswer.Done(null, List.of());
    }

    private static SessionAnswer steer(Session session, @Nullable Long wanted, SessionAction action, String by) {
        List<SessionStream> streams = session.streams().stream()
                .filter(each -> wanted == null || each.number() == wanted)
                .toList();
        if (wanted != null && streams.isEmpty() && session.storedStream(wanted) == null) {
            return new SessionAnswer.StreamUnknown();
        }
        if (!(session.state() instanceof SessionState.Active)) {
            return new SessionAnswer.Impossible("The session is " + session.state().name()
                    + ": its client is away and says itself where it goes on when it comes back. Try again then.");
        }
        List<SessionStream> steerable = streams.stream()
                .filter(each -> each.isAttached() && takes(each, action, wanted != null)).toList();
        if (steerable.isEmpty()) {
            String where = wanted == null ? "in this session" : "on stream " + wanted;
            return new SessionAnswer.Impossible(action instanceof SessionAction.Pause
                    || action instanceof SessionAction.Resume
                            ? "Nothing flows " + where + " that can be paused."
                            : "Nothing is delivered " + where + " from a topic: only that can be moved.");
        }
        if (action instanceof SessionAction.Restart) {
            for (SessionStream each : steerable) {
                if (each instanceof Steerable other && other.began() == null) {
                    return new SessionAnswer.Impossible("Stream " + each.number()
                            + " began at another gateway and it is not known here where: seek instead.");
                }
            }
        }
        for (SessionStream each : steerable) {
            steer(each, action, by);
        }
        return new SessionAnswer.Done(session.details(), steerable.stream().map(SessionStream::number).toList());
    }

    /** Whatever a stream carries, it can come to its end; only one that is meant does. */
    private static boolean takes(SessionStream stream, SessionAction action, boolean meant) {
        return switch (action) {
            case SessionAction.Pause(),SessionAction.Resume() -> stream instanceof Pausable;
            case SessionAction.Stop() -> meant || stream instanceof Steerable;
            default -> stream instanceof Steerable;
        };
    }

    private static void steer(SessionStream stream, SessionAction action, String by) {
        switch (action) {
            case SessionAction.Stop() -> stream.stop(by);
            case SessionAction.Pause() when stream instanceof Pausable pausable -> pausable.pause(true, by);
            case SessionAction.Resume() when stream instanceof Pausable pausable -> pausable.pause(false, by);
            case SessionAction.Seek(SeekTarget to) when stream instanceof Steerable delivery ->
                delivery.moveTo(to.toStart(), by);
            case SessionAction.Restart() when stream instanceof Steerable delivery -> {
                Start began = delivery.began();
                if (began != null) {
                    delivery.moveTo(began, by);
                }
            }
            default -> throw new IllegalArgumentException("no stream takes this: " + action);
        }
    }
}
