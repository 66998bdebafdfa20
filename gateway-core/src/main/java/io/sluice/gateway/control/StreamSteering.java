package io.sluice.gateway.control;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.audit.AuditEntry;
import io.sluice.gateway.config.ControlSettings;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.session.SessionAction;
import io.sluice.gateway.session.SessionAnswer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads what controllers want done to streams of sessions to the gateway that has the session, and its answer back, by way
 * of the topic of control; and what operators of another gateway want. Every gateway reads all of it; the one that serves the session does it, in the order of the
 * topic, by the same means as for operators. On the event loop's thread.
 */
final class StreamSteering {
    /** Requests of which is remembered whether they were done, so that none is done twice. */
    static final int MAX_REMEMBERED = 10_000;
    /** Sessions of which the topic keeps the newest request. */
    static final int MAX_TARGETS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(StreamSteering.class);
    private static final long SWEEP_INTERVAL = 10_000_000_000L;

    private final EventLoop loop;
    private final Clock clock;
    private final ControlSettings settings;
    private final String gatewayId;
    private final ControlLog log;
    private final Sessions sessions;
    private final Consumer<AuditEntry> audit;
    private final Map<SteeringPort, Map<SteerRequest, Waiting>> waiting = new HashMap<>();
    /** What was read of each request, the one that came longest ago first. */
    private final LinkedHashMap<SteerRequest, Given> given = new LinkedHashMap<>();
    /** When each session was last steered, the one longest ago first. */
    private final LinkedHashMap<String, Long> targets = new LinkedHashMap<>();
    /** Stands for the operators of this gateway since it started. */
    private final String operators;
    private long operatorRequests;
    private boolean caughtUp;

    /** The sessions of this gateway. */
    interface Sessions {
        /**
         * Does something to a session.
         *
         * @param stream the number of the one stream concerned, or null for all that can
         * @param by who does it, for people
         */
        CompletableFuture<SessionAnswer> act(String id, @Nullable Long stream, SessionAction action, String by);
    }

    private record Waiting(SteeringPort controller, SteerRequest asked, EventLoop.Scheduled timeout) {}

    private static final class Given {
        private @Nullable SteeredRecord answer;
    }

    /** @param audit where deeds are written down */
    StreamSteering(EventLoop loop, Clock clock, ControlSettings settings, String gatewayId, ControlLog log,
            Sessions sessions, Consumer<AuditEntry> audit) {
        this.loop = loop;
        this.clock = clock;
        this.settings = settings;
        this.gatewayId = gatewayId;
        this.log = log;
        this.sessions = sessions;
        this.audit = audit;
        this.operators = "operators of " + gatewayId + " since " + clock.millis();
    }

    /** What was in the topic at the start has been read: that is past. */
    void onCaughtUp() {
        caughtUp = true;
        scheduleSweep();
    }

    // Controllers.

    /** Requests that wait for their answers. */
    int pending(SteeringPort controller) {
        return waiting.getOrDefault(controller, Map.of()).size();
    }

    /** The controller is not connected here any more. */
    void forget(SteeringPort controller) {
        Map<SteerRequest, Waiting> gone = waiting.remove(controller);
        if (gone != null) {
            gone.values().forEach(each -> each.timeout().cancel());
        }
    }

    /** Takes a request; the answer follows. */
    void steer(SteeringPort controller, Message.SteerStream wanted) {
        String target = wanted.session().toString();
        SteerRecord record = SteerRecord.of(controller, wanted, gatewayId, clock.millis());
        String forbidden = forbidden(controller, target);
        if (forbidden != null) {
            writeDown(target, record, ErrorCode.FORBIDDEN.name());
            controller.onSteered(SteeredRecord.of(record, 0, ErrorCode.FORBIDDEN, forbidden, gatewayId));
            return;
        }
        give(controller, target, record);
    }

    /**
     * Takes what an operator wants done to a session of another gateway.
     *
     * @param stream the number of the one stream concerned, or null for all that can
     * @param answer completed with what became of it
     */
    void steer(String target, @Nullable Long stream, SessionAction action, CompletableFuture<SessionAnswer> answer) {
        OperatorPort operator = new OperatorPort(operators, ++operatorRequests, answer);
        give(operator, target, SteerRecord.of(operator, stream, action, gatewayId, clock.millis()));
    }

    private void give(SteeringPort controller, String target, SteerRecord record) {
        SteerRequest asked = record.asked();
        Waiting begun = new Waiting(controller, asked, loop.schedule(settings.answerTimeout().toNanos(),
                () -> onTimeout(controller, target, record)));
        Waiting before = waiting.computeIfAbsent(controller, each -> new HashMap<>()).put(asked, begun);
        if (before != null) {
            before.timeout().cancel();
        }
        Given known = given.get(asked);
        if (known != null) {
            // Asked again after a lost connection: it was written before.
            settle(asked, known);
            return;
        }
        Answers.toLoop(loop, log.writeSteer(target, record), offset -> {
        }, failure -> {
            LOG.warn("What {} wants of session {} could not be written", record.by(), target, failure);
            answer(controller, SteeredRecord.of(record, 0, ErrorCode.KAFKA_REFUSED,
                    String.valueOf(failure.getMessage()), gatewayId));
        });
    }

    private @Nullable String forbidden(SteeringPort controller, String target) {
        return switch (settings.streams()) {
            case ANY -> null;
            case OWN -> controller.sessionId().equals(target)
                    ? null
                    : "controllers may steer streams of their own session only: sluice.control.streams is own";
            case NONE -> "controllers may steer no streams: sluice.control.streams is none";
        };
    }

    private void onTimeout(SteeringPort controller, String target, SteerRecord record) {
        writeDown(target, record, ErrorCode.COMMAND_TIMED_OUT.name());
        answer(controller, SteeredRecord.of(record, 0, ErrorCode.COMMAND_TIMED_OUT,
                "no gateway that has session " + target + " has answered within " + settings.answerTimeout()
                        + ": it may be taken over now; ask again",
                gatewayId));
    }

    private void settle(SteerRequest asked, Given known) {
        SteeredRecord answer = known.answer;
        if (answer != null) {
            List<SteeringPort> who = waiting.entrySet().stream().filter(entry -> entry.getValue().containsKey(asked))
                    .map(Map.Entry::getKey).toList();
            who.forEach(controller -> answer(controller, answer));
        }
    }

    private void answer(SteeringPort controller, SteeredRecord answer) {
        Map<SteerRequest, Waiting> own = waiting.get(controller);
        Waiting over = own == null ? null : own.remove(answer.asked());
        if (own == null || over == null) {
            return;
        }
        if (own.isEmpty()) {
            waiting.remove(controller);
        }
        over.timeout().cancel();
        controller.onSteered(answer);
    }

    // What was read from the topic.

    /** @param record null if there is none any more */
    void onSteer(String target, @Nullable SteerRecord record) {
        targets.remove(target);
        if (record == null) {
            return;
        }
        targets.put(target, record.atMillis());
        boolean isNew = given.putIfAbsent(record.asked(), new Given()) == null;
        if (given.size() > MAX_REMEMBERED) {
            given.pollFirstEntry();
        }
        if (targets.size() > MAX_TARGETS && record.gateway().equals(gatewayId)) {
            forget(targets.firstEntry().getKey());
        }
        if (isNew && caughtUp) {
            follow(target, record);
        }
    }

    /** @param record null if there is none any more */
    void onSteered(String target, @Nullable SteeredRecord record) {
        if (record == null) {
            return;
        }
        Given known = given.computeIfAbsent(record.asked(), each -> new Given());
        if (known.answer == null) {
            known.answer = record;
            settle(record.asked(), known);
        }
    }

    // The gateway that has the session.

    private void follow(String target, SteerRecord record) {
        Answers.toLoop(loop,
                sessions.act(target, record.only(), record.wanted(),
                        record.operator() ? "by an operator" : "by controller " + record.by()),
                answer -> onDone(target, record, answer),
                failure -> {
                    LOG.warn("Session {} could not be steered", target, failure);
                    tell(target, record, 0, ErrorCode.INTERNAL_ERROR, String.valueOf(failure.getMessage()));
                });
    }

    private void onDone(String target, SteerRecord record, SessionAnswer answer) {
        switch (answer) {
            case SessionAnswer.Done(var ignored, List<Long> streams) ->
                tell(target, record, streams.size(), ErrorCode.NO_ERROR, "");
            case SessionAnswer.Unknown() ->
                tell(target, record, 0, ErrorCode.SESSION_UNKNOWN, "there is no session " + target);
            case SessionAnswer.StreamUnknown() ->
                tell(target, record, 0, ErrorCode.STREAM_UNKNOWN,
                        "session " + target + " has no stream " + record.target());
            case SessionAnswer.Impossible(String reason) ->
                tell(target, record, 0, ErrorCode.NOT_POSSIBLE_NOW, reason);
            // Another gateway has it, and answers.
            case SessionAnswer.Elsewhere ignored -> {
            }
            case SessionAnswer.NotReady ignored -> {
            }
            case SessionAnswer.DoneElsewhere ignored -> throw new IllegalArgumentException("asked here: " + answer);
            case SessionAnswer.Found ignored -> throw new IllegalArgumentException("asked for nothing: " + answer);
            case SessionAnswer.Changed ignored -> throw new IllegalArgumentException("asked for no state: " + answer);
        }
    }

    private void tell(String target, SteerRecord record, long streams, ErrorCode code, String text) {
        writeDown(target, record, code == ErrorCode.NO_ERROR ? AuditEntry.DONE : code.name());
        logFailure(log.writeSteered(target, SteeredRecord.of(record, streams, code, text, gatewayId)), target);
    }

    private void writeDown(String target, SteerRecord record, String outcome) {
        if (record.operator()) {
            return;
        }
        SessionAction wanted = record.wanted();
        audit.accept(new AuditEntry(AuditEntry.SCHEMA, clock.instant().toString(), gatewayId,
                "controller " + record.by(), record.address(), wanted.verb(), target, wanted.detail(record.only()),
                outcome));
    }

    // Forgetting.

    private void scheduleSweep() {
        loop.schedule(SWEEP_INTERVAL, () -> {
            sweep();
            scheduleSweep();
        });
    }

    private void sweep() {
        long longAgo = clock.millis() - settings.retention().toMillis();
        List<String> old = new ArrayList<>();
        targets.forEach((target, atMillis) -> {
            if (atMillis < longAgo) {
                old.add(target);
            }
        });
        old.forEach(this::forget);
    }

    private void forget(String target) {
        targets.remove(target);
        logFailure(log.writeSteer(target, null), target);
        logFailure(log.writeSteered(target, null), target);
    }

    private void logFailure(CompletableFuture<?> write, String target) {
        Answers.toLoop(loop, write, done -> {
        }, failure -> LOG.warn("What became of session {} could not be written", target, failure));
    }
}
