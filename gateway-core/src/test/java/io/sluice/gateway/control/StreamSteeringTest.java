package io.sluice.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.session.Start;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.audit.AuditEntry;
import io.sluice.gateway.config.ControlSettings;
import io.sluice.gateway.config.StreamRights;
import io.sluice.gateway.session.SeekTarget;
import io.sluice.gateway.session.SessionAction;
import io.sluice.gateway.session.SessionAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Controllers that steer streams of sessions, at two gateways on one topic of control, in virtual time. */
class StreamSteeringTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RETENTION = Duration.ofMinutes(1);
    private static final SessionId TARGET = new SessionId(1, 2);

    private final VirtualLoop loop = new VirtualLoop();
    private final FakeTopic topic = new FakeTopic();
    private final List<AuditEntry> audit = new ArrayList<>();
    private final FakeSessions sessionsHere = new FakeSessions("here");
    private final FakeSessions sessionsThere = new FakeSessions("there");
    private final StreamSteering here = begin("here", sessionsHere, StreamRights.ANY);
    private final StreamSteering there = begin("there", sessionsThere, StreamRights.ANY);
    private final FakeSteerer first = new FakeSteerer("00000000000000030000000000000004");

    /** The sessions of one gateway, and what was done to them. */
    private static final class FakeSessions implements StreamSteering.Sessions {
        private final String gateway;
        private final Map<String, SessionAnswer> own = new HashMap<>();
        private final List<String> deeds = new ArrayList<>();

        FakeSessions(String gateway) {
            this.gateway = gateway;
        }

        void has(SessionId id) {
            own.put(id.toString(), new SessionAnswer.Done(null, List.of(1L)));
        }

        @Override
        public CompletableFuture<SessionAnswer> act(String id, @Nullable Long stream, SessionAction action,
                String by) {
            SessionAnswer answer = own.get(id);
            if (answer == null) {
                return CompletableFuture.completedFuture(new SessionAnswer.Elsewhere("not " + gateway));
            }
            deeds.add((action.verb() + " " + action.detail(stream)).strip() + " " + by);
            return CompletableFuture.completedFuture(answer);
        }
    }

    /** A controller's stream without a network. */
    private static final class FakeSteerer implements SteeringPort {
        private final String session;
        private final List<Message.StreamSteered> answers = new ArrayList<>();

        FakeSteerer(String session) {
            this.session = session;
        }

        @Override
        public String sessionId() {
            return session;
        }

        @Override
        public long stream() {
            return 1;
        }

        @Override
        public String by() {
            return "desk";
        }

        @Override
        public String address() {
            return "10.0.0.1:5";
        }

        @Override
        public void onSteered(SteeredRecord answer) {
            answers.add(answer.toMessage());
        }
    }

    private StreamSteering begin(String gateway, FakeSessions sessions, StreamRights rights) {
        StreamSteering begun = new StreamSteering(loop, loop.clock(),
                new ControlSettings(3, RETENTION, TIMEOUT, rights, 10), gateway, topic, sessions, audit::add);
        topic.join(begun);
        return begun;
    }

    private void settle() {
        do {
            topic.take();
            loop.run();
        } while (topic.waiting() > 0);
    }

    private static Message.SteerStream request(long id, Action action, Start start) {
        return new Message.SteerStream(id, TARGET, 1, action, start);
    }

    private void give(StreamSteering at, FakeSteerer by, long id, Action action) {
        at.steer(by, request(id, action, new Start.Earliest()));
        settle();
    }

    @Test
    void theGatewayThatHasTheSessionDoesItAndItsAnswerGoesBack() {
        sessionsThere.has(TARGET);

        give(here, first, 1, Action.PAUSE);

        assertThat(sessionsThere.deeds).containsExactly("pause stream 1 by controller desk");
        assertThat(sessionsHere.deeds).isEmpty();
        assertThat(first.answers).containsExactly(new Message.StreamSteered(1, 1, ErrorCode.NO_ERROR, ""));
        assertThat(here.pending(first)).isZero();
    }

    @Test
    void commandsForASessionAreFollowedInOneOrderFromWhereverTheyCome() {
        sessionsHere.has(TARGET);
        FakeSteerer second = new FakeSteerer("00000000000000050000000000000006");

        here.steer(first, request(1, Action.PAUSE, new Start.Earliest()));
        there.steer(second, request(1, Action.SEEK, new Start.Offset(7)));
        here.steer(first, request(2, Action.RESUME, new Start.Earliest()));
        there.steer(second, new Message.SteerStream(2, TARGET, -1, Action.SEEK, new Start.Timestamp(0)));
        there.steer(second, request(3, Action.RESTART, new Start.Latest()));
        settle();

        assertThat(sessionsHere.deeds).containsExactly("pause stream 1 by controller desk",
                "seek stream 1 to offset 7 by controller desk", "resume stream 1 by controller desk",
                "seek to 1970-01-01T00:00:00Z by controller desk", "restart stream 1 by controller desk");
        assertThat(first.answers).extracting(Message.StreamSteered::requestId).containsExactly(1L, 2L);
        assertThat(second.answers).extracting(Message.StreamSteered::requestId).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aRequestThatIsAskedAgainElsewhereIsDoneOnce() {
        sessionsThere.has(TARGET);
        give(here, first, 7, Action.RESTART);
        here.forget(first);

        // Its gateway is gone, and the controller asks again at the other, and at one that has just begun.
        give(there, first, 7, Action.RESTART);
        give(begin("later", new FakeSessions("later"), StreamRights.ANY), first, 7, Action.RESTART);

        assertThat(sessionsThere.deeds).hasSize(1);
        assertThat(first.answers).hasSize(3).allMatch(each -> each.code() == ErrorCode.NO_ERROR);
    }

    @Test
    void aRequestThatWasWrittenTwiceIsDoneOnce() {
        sessionsThere.has(TARGET);
        here.steer(first, request(1, Action.RESTART, new Start.Earliest()));
        here.forget(first);
        there.steer(first, request(1, Action.RESTART, new Start.Earliest()));
        settle();

        assertThat(sessionsThere.deeds).hasSize(1);
        assertThat(first.answers).hasSize(1);
    }

    @Test
    void whatIsPastIsNotDoneByAGatewayThatBegins() {
        give(here, first, 1, Action.STOP);
        FakeSessions late = new FakeSessions("late");
        late.has(TARGET);
        begin("late", late, StreamRights.ANY);
        settle();
        assertThat(late.deeds).isEmpty();
    }

    @Test
    void eachRefusalHasItsName() {
        Map<SessionAnswer, ErrorCode> expected = Map.of(
                new SessionAnswer.Unknown(), ErrorCode.SESSION_UNKNOWN,
                new SessionAnswer.StreamUnknown(), ErrorCode.STREAM_UNKNOWN,
                new SessionAnswer.Impossible("its client is away"), ErrorCode.NOT_POSSIBLE_NOW);
        long id = 0;
        for (Map.Entry<SessionAnswer, ErrorCode> each : expected.entrySet()) {
            sessionsThere.own.put(TARGET.toString(), each.getKey());
            give(here, first, ++id, Action.PAUSE);
            assertThat(first.answers.getLast().code()).isEqualTo(each.getValue());
            assertThat(audit.getLast().outcome()).isEqualTo(each.getValue().name());
        }
    }

    @Test
    void silenceIsAnAnswerAfterAWhile() {
        give(here, first, 1, Action.PAUSE);
        loop.pass(TIMEOUT.minusMillis(1));
        assertThat(first.answers).isEmpty();
        loop.pass(Duration.ofMillis(1));
        assertThat(first.answers).extracting(Message.StreamSteered::code).containsExactly(ErrorCode.COMMAND_TIMED_OUT);
        assertThat(audit.getLast().outcome()).isEqualTo("COMMAND_TIMED_OUT");
        assertThat(here.pending(first)).isZero();
    }

    @Test
    void withoutTheRightNothingIsAsked() {
        sessionsHere.has(TARGET);
        StreamSteering own = begin("own", new FakeSessions("own"), StreamRights.OWN);
        StreamSteering none = begin("none", new FakeSessions("none"), StreamRights.NONE);
        FakeSteerer itself = new FakeSteerer(TARGET.toString());

        give(own, first, 1, Action.PAUSE);
        give(none, itself, 1, Action.PAUSE);
        assertThat(first.answers.getLast().code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(itself.answers.getLast().code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(sessionsHere.deeds).isEmpty();
        assertThat(audit).hasSize(2).allMatch(each -> each.outcome().equals("FORBIDDEN"));

        give(own, itself, 2, Action.PAUSE);
        assertThat(itself.answers.getLast().code()).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(sessionsHere.deeds).hasSize(1);
    }

    @Test
    void theAuditSaysWhoDidWhatFromWhere() {
        sessionsThere.has(TARGET);
        here.steer(first, request(1, Action.SEEK, new Start.Offset(5)));
        settle();
        assertThat(audit).singleElement().satisfies(entry -> {
            assertThat(entry.gateway()).isEqualTo("there");
            assertThat(entry.user()).isEqualTo("controller desk");
            assertThat(entry.address()).isEqualTo("10.0.0.1:5");
            assertThat(entry.action()).isEqualTo("seek");
            assertThat(entry.target()).isEqualTo(TARGET.toString());
            assertThat(entry.detail()).isEqualTo("stream 1 to offset 5");
            assertThat(entry.outcome()).isEqualTo(AuditEntry.DONE);
        });
    }

    private CompletableFuture<SessionAnswer> operate(@Nullable Long stream, SessionAction action) {
        CompletableFuture<SessionAnswer> answer = new CompletableFuture<>();
        here.steer(TARGET.toString(), stream, action, answer);
        settle();
        return answer;
    }

    @Test
    void whatAnOperatorWantsIsDoneWhereTheSessionIsAndWrittenDownWhereItWasAsked() {
        sessionsThere.has(TARGET);
        SessionAnswer done = new SessionAnswer.DoneElsewhere("there", 1);

        assertThat(operate(2L, new SessionAction.Pause())).isCompletedWithValue(done);
        assertThat(operate(null, new SessionAction.Seek(new SeekTarget.Offset(9)))).isCompletedWithValue(done);
        assertThat(operate(null, new SessionAction.Disconnect())).isCompletedWithValue(done);
        assertThat(operate(null, new SessionAction.End())).isCompletedWithValue(done);

        assertThat(sessionsThere.deeds).containsExactly("pause stream 2 by an operator",
                "seek to offset 9 by an operator", "disconnect by an operator", "end by an operator");
        assertThat(audit).isEmpty();
    }

    @Test
    void anOperatorIsToldWhyNothingWasDone() {
        for (SessionAnswer refusal : List.of(new SessionAnswer.Unknown(), new SessionAnswer.StreamUnknown(),
                new SessionAnswer.Impossible("its client is away"))) {
            sessionsThere.own.put(TARGET.toString(), refusal);
            assertThat(operate(1L, new SessionAction.Resume())).isCompletedWithValue(refusal);
        }
        sessionsThere.own.clear();
        CompletableFuture<SessionAnswer> nobody = operate(1L, new SessionAction.Resume());
        assertThat(nobody).isNotDone();
        loop.pass(TIMEOUT);
        assertThat(nobody).isCompletedWithValue(new SessionAnswer.Elsewhere(null));
    }

    @Test
    void theTopicForgetsSessionsAfterAWhile() {
        sessionsThere.has(TARGET);
        give(here, first, 1, Action.PAUSE);
        int kept = topic.entries.size();
        loop.pass(RETENTION.plusSeconds(20));
        settle();
        assertThat(topic.entries.subList(kept, topic.entries.size())).isNotEmpty()
                .allMatch(entry -> entry.record() == null && entry.name().equals(TARGET.toString()));
        int after = topic.entries.size();
        loop.pass(RETENTION);
        settle();
        assertThat(topic.entries).hasSize(after);
    }

    @Test
    void ofMoreSessionsThanTheTopicKeepsTheOldestIsForgotten() {
        for (int i = 0; i <= StreamSteering.MAX_TARGETS; i++) {
            here.steer(first, new Message.SteerStream(
                    i, new SessionId(7, i), Message.SteerStream.ALL, Action.PAUSE, new Start.Earliest()));
        }
        settle();
        assertThat(topic.entries).filteredOn(entry -> entry.record() == null).extracting(FakeTopic.Entry::name)
                .containsOnly(new SessionId(7, 0).toString());
    }
}
