package io.sluice.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.PlaybackState;
import io.sluice.crsp.session.Presence;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.config.ControlSettings;
import io.sluice.gateway.config.StreamRights;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two gateways on one topic of control, in virtual time. */
class ControlServiceTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final ControlSettings SETTINGS = new ControlSettings(3, Duration.ofMinutes(1), TIMEOUT,
            StreamRights.ANY, 10);
    private static final Item FILM = new Item.Topic("film", 0, 3, 9);
    private static final Item SONG = new Item.Topic("song", 0, 0, 5);

    private final VirtualLoop loop = new VirtualLoop();
    private final FakeTopic topic = new FakeTopic();
    /** Streams of sessions of which nothing is left, by the gateway that would have them. */
    private final Set<String> over = new HashSet<>();
    private final ControlService here = service("here");
    private final ControlService there = service("there");
    private final FakeRenderer lobby = new FakeRenderer("lobby", "s-lobby", 1);
    private final FakeController first = new FakeController("first");
    private final FakeController second = new FakeController("second");

    private ControlService service(String gateway) {
        return new ControlService(loop, loop.clock(), SETTINGS, gateway, topic,
                (session, stream) -> gateway.equals("there") && over.contains(session + "/" + stream));
    }

    @BeforeEach
    void begin() {
        topic.join(here);
        topic.join(there);
        here.watch(first);
        there.watch(second);
        here.register(lobby);
        settle();
    }

    /** Kafka and the loop do what there is to do. */
    private void settle() {
        do {
            topic.take();
            loop.run();
        } while (topic.waiting() > 0);
    }

    private void give(ControlService at, FakeController by, long request, Action action, Item item, long position) {
        at.command(by, "lobby", FakeController.request(request, action, item, position));
        settle();
    }

    private void follow(FakeRenderer renderer, PlaybackState state) {
        here.report(renderer, FakeRenderer.state(renderer.commands.getLast().id(), state, 0, loop.now()));
        settle();
    }

    private static ErrorCode lastCode(FakeController controller) {
        return controller.answers.getLast().code();
    }

    private @Nullable RendererRecord known(ControlService at, String name) {
        ControlEntry entry = at.table().get(name);
        return entry == null ? null : entry.state();
    }

    @Test
    void aRendererIsSeenAtEveryGateway() {
        assertThat(lobby.registered).isTrue();
        assertThat(Objects.requireNonNull(known(there, "lobby")).gateway()).isEqualTo("here");
        assertThat(second.changes).contains("lobby");
    }

    @Test
    void aCommandIsAnsweredWhenItsRendererHasAcknowledgedIt() {
        give(there, second, 1, Action.PLAY, FILM, 4);

        Message.RendererCommand command = lobby.commands.getLast();
        assertThat(command.action()).isEqualTo(Action.PLAY);
        assertThat(command.item()).isEqualTo(FILM);
        assertThat(command.position()).isEqualTo(4);
        assertThat(command.place()).isEqualTo(command.id());
        assertThat(command.by()).isEqualTo("second");
        assertThat(second.answers).isEmpty();

        follow(lobby, PlaybackState.BEGUN);
        assertThat(second.answers).containsExactly(
                new Message.ControlAnswer(1, "lobby", command.id(), ErrorCode.NO_ERROR, ""));
        assertThat(first.answers).isEmpty();
    }

    @Test
    void positionsInAFileAreBytesAndItsVersionStays() {
        Item file = new Item.File("films/größe, 1.mp4", 7, 1000, "video/mp4");
        give(here, first, 1, Action.PLAY, file, 0);
        give(here, first, 2, Action.SEEK, new Item.None(), 999);
        assertThat(lobby.commands.getLast().item()).isEqualTo(file);
        assertThat(lobby.commands.getLast().position()).isEqualTo(999);
        give(there, second, 1, Action.SEEK, new Item.None(), 5000);
        assertThat(lobby.commands.getLast().position()).isEqualTo(1000);
        give(here, first, 3, Action.RESTART, new Item.None(), 0);
        assertThat(lobby.commands.getLast().item()).isEqualTo(file);
        assertThat(lobby.commands.getLast().position()).isZero();
    }

    @Test
    void aRendererThatItsGatewayKeepsIsGoneWhenNobodyRenewsIt() {
        FakeRenderer browser = new FakeRenderer("browser", RendererRecord.KEPT_BY_GATEWAY + "b", 0);
        here.register(browser);
        settle();
        for (int i = 0; i < 6; i++) {
            loop.pass(Duration.ofSeconds(20));
            here.refresh(browser);
            settle();
        }
        assertThat(Objects.requireNonNull(known(there, "browser")).presence()).isEqualTo(Presence.HERE.name());

        topic.leave(here);
        loop.pass(Duration.ofSeconds(61));
        settle();
        loop.pass(Duration.ofSeconds(10));
        settle();
        assertThat(Objects.requireNonNull(known(there, "browser")).presence()).isEqualTo(Presence.GONE.name());
        assertThat(Objects.requireNonNull(known(there, "lobby")).presence()).as("of a session")
                .isEqualTo(Presence.HERE.name());
    }

    @Test
    void aNameThatAKilledGatewayHasLeftBehindIsGivenBackByTheOneThatHasTheSessionsShard() {
        topic.leave(here);
        loop.pass(Duration.ofSeconds(20));
        settle();
        assertThat(Objects.requireNonNull(known(there, "lobby")).presence()).isEqualTo(Presence.HERE.name());

        over.add("s-lobby/1");
        loop.pass(Duration.ofSeconds(10));
        settle();
        assertThat(Objects.requireNonNull(known(there, "lobby")).presence()).isEqualTo(Presence.GONE.name());
        FakeRenderer next = new FakeRenderer("lobby", "s-next", 1);
        there.register(next);
        settle();
        assertThat(next.registered).isTrue();
    }

    @Test
    void theLastCommandWinsAndBothControllersSeeWhoGaveIt() {
        give(here, first, 1, Action.PLAY, FILM, 0);
        give(there, second, 1, Action.PLAY, SONG, 0);
        assertThat(lobby.commands).extracting(Message.RendererCommand::by).containsExactly("first", "second");

        follow(lobby, PlaybackState.BEGUN);
        assertThat(lastCode(first)).isEqualTo(ErrorCode.COMMAND_SUPERSEDED);
        assertThat(lastCode(second)).isEqualTo(ErrorCode.NO_ERROR);
        for (ControlService each : new ControlService[]{here, there}) {
            Message.RendererSeen seen = Objects.requireNonNull(
                    Objects.requireNonNull(each.table().get("lobby")).toSeen());
            assertThat(seen.by()).isEqualTo("second");
            assertThat(seen.followed()).isEqualTo(seen.commandId());
        }
    }

    @Test
    void eachCommandSaysAllThatIsNeededToFollowIt() {
        give(here, first, 1, Action.PLAY, FILM, 4);
        long played = lobby.commands.getLast().id();
        give(there, second, 1, Action.PAUSE, new Item.None(), 0);

        Message.RendererCommand pause = lobby.commands.getLast();
        assertThat(pause.action()).isEqualTo(Action.PAUSE);
        assertThat(pause.item()).isEqualTo(FILM);
        assertThat(pause.position()).isEqualTo(4);
        assertThat(pause.place()).isEqualTo(played);

        give(here, first, 2, Action.SEEK, new Item.None(), 100);
        assertThat(lobby.commands.getLast().position()).isEqualTo(9);
        assertThat(lobby.commands.getLast().place()).isEqualTo(lobby.commands.getLast().id());
        give(here, first, 3, Action.RESTART, new Item.None(), 0);
        assertThat(lobby.commands.getLast().position()).isEqualTo(3);
        give(here, first, 4, Action.STOP, new Item.None(), 0);
        assertThat(lobby.commands.getLast().item()).isEqualTo(new Item.None());
    }

    @Test
    void silenceOfARendererIsAnAnswerAfterAWhile() {
        give(here, first, 1, Action.PLAY, FILM, 0);
        loop.pass(TIMEOUT.minusMillis(1));
        assertThat(first.answers).isEmpty();
        loop.pass(Duration.ofMillis(1));
        assertThat(lastCode(first)).isEqualTo(ErrorCode.COMMAND_TIMED_OUT);
        assertThat(first.answers.getLast().commandId()).isPositive();

        // It comes late, and nobody is told twice.
        follow(lobby, PlaybackState.BEGUN);
        assertThat(first.answers).hasSize(1);
    }

    @Test
    void aCommandThatKafkaDoesNotTakeIsAnsweredInTime() {
        here.command(first, "lobby", FakeController.request(1, Action.PLAY, FILM, 0));
        loop.pass(TIMEOUT);
        assertThat(lastCode(first)).isEqualTo(ErrorCode.COMMAND_TIMED_OUT);
        assertThat(first.answers.getLast().commandId()).isZero();
    }

    @Test
    void eachRefusalHasItsName() {
        here.command(first, "nobody", FakeController.request(1, Action.STOP, new Item.None(), 0));
        assertThat(lastCode(first)).isEqualTo(ErrorCode.RENDERER_UNKNOWN);
        here.command(first, "", FakeController.request(2, Action.STOP, new Item.None(), 0));
        assertThat(lastCode(first)).isEqualTo(ErrorCode.RENDERER_NAME_INVALID);
        here.command(first, "lobby", FakeController.request(3, Action.PAUSE, new Item.None(), 0));
        assertThat(lastCode(first)).isEqualTo(ErrorCode.NOTHING_TO_PLAY);
        here.remove(lobby);
        settle();
        here.command(first, "lobby", FakeController.request(4, Action.PLAY, FILM, 0));
        assertThat(lastCode(first)).isEqualTo(ErrorCode.RENDERER_GONE);
        assertThat(first.answers).allMatch(answer -> answer.commandId() == 0);
    }

    @Test
    void whoWaitsForARendererThatLeavesIsToldSo() {
        give(there, second, 1, Action.PLAY, FILM, 0);
        here.remove(lobby);
        settle();
        assertThat(lastCode(second)).isEqualTo(ErrorCode.RENDERER_GONE);
    }

    @Test
    void whatARendererCannotDoIsTheAnswer() {
        give(here, first, 1, Action.PLAY, FILM, 0);
        here.report(lobby, new Message.RendererState(lobby.commands.getLast().id(), PlaybackState.FAILED, FILM, 0, 0, 0,
                ErrorCode.PLAYBACK_FAILED, "no space", 5));
        settle();
        assertThat(lastCode(first)).isEqualTo(ErrorCode.PLAYBACK_FAILED);
        assertThat(first.answers.getLast().text()).isEqualTo("no space");
    }

    @Test
    void aRequestThatIsAskedAgainIsNotWrittenAgain() {
        give(here, first, 7, Action.PLAY, FILM, 0);
        long id = lobby.commands.getLast().id();
        here.unwatch(first);
        follow(lobby, PlaybackState.BEGUN);
        assertThat(first.answers).isEmpty();

        // The controller has lost its connection and asks at the other gateway.
        give(there, first, 7, Action.PLAY, FILM, 0);
        assertThat(lobby.commands).hasSize(1);
        assertThat(first.answers).containsExactly(
                new Message.ControlAnswer(7, "lobby", id, ErrorCode.NO_ERROR, ""));
    }

    @Test
    void aRendererThatComesBackLearnsItsNewestCommandWhereverThatIs() {
        give(here, first, 1, Action.PLAY, FILM, 0);
        here.detach(lobby);
        settle();
        assertThat(Objects.requireNonNull(known(there, "lobby")).presence()).isEqualTo(Presence.AWAY.name());
        give(here, first, 2, Action.PAUSE, new Item.None(), 0);

        FakeRenderer back = new FakeRenderer("lobby", "s-lobby", 1);
        there.register(back);
        settle();
        assertThat(back.registered).isTrue();
        assertThat(back.commands.getLast().action()).isEqualTo(Action.PAUSE);
        assertThat(back.commands.getLast().item()).isEqualTo(FILM);
        there.report(back, FakeRenderer.state(back.commands.getLast().id(), PlaybackState.PAUSED, 0, 9));
        settle();
        assertThat(lastCode(first)).isEqualTo(ErrorCode.NO_ERROR);
    }

    @Test
    void aGatewayThatWasKilledKnowsAllOfItAgain() {
        give(here, first, 1, Action.PLAY, FILM, 0);
        follow(lobby, PlaybackState.BEGUN);
        give(here, first, 2, Action.PAUSE, new Item.None(), 0);
        topic.leave(here);

        ControlService again = service("here");
        topic.join(again);
        settle();
        assertThat(Objects.requireNonNull(known(again, "lobby")).presence()).isEqualTo(Presence.AWAY.name());
        FakeRenderer back = new FakeRenderer("lobby", "s-lobby", 1);
        again.register(back);
        settle();
        assertThat(back.registered).isTrue();
        assertThat(back.commands).extracting(Message.RendererCommand::action).containsExactly(Action.PAUSE);
    }

    @Test
    void aNameIsOfOneSessionOnly() {
        FakeRenderer other = new FakeRenderer("lobby", "s-other", 1);
        there.register(other);
        settle();
        assertThat(other.refused).isEqualTo(ErrorCode.RENDERER_TAKEN);
        assertThat(other.registered).isFalse();

        FakeRenderer newer = new FakeRenderer("lobby", "s-lobby", 2);
        here.register(newer);
        settle();
        assertThat(newer.registered).isTrue();
        assertThat(lobby.refused).isEqualTo(ErrorCode.RENDERER_TAKEN);

        here.remove(newer);
        settle();
        FakeRenderer late = new FakeRenderer("lobby", "s-other", 1);
        there.register(late);
        settle();
        assertThat(late.registered).isTrue();
    }

    @Test
    void ofTwoThatClaimANameAtOnceTheFirstInTheTopicHasIt() {
        FakeRenderer one = new FakeRenderer("hall", "s-one", 1);
        FakeRenderer two = new FakeRenderer("hall", "s-two", 1);
        here.register(one);
        there.register(two);
        settle();
        loop.pass(Duration.ofSeconds(3));
        settle();

        assertThat(one.registered).isTrue();
        assertThat(two.refused).isEqualTo(ErrorCode.RENDERER_TAKEN);
        assertThat(two.registered).isFalse();
        // What compaction leaves says the same.
        ControlService later = service("later");
        topic.join(later);
        assertThat(Objects.requireNonNull(known(later, "hall")).session()).isEqualTo("s-one");
    }

    @Test
    void aNewSessionOfANameDoesNotFollowWhatTheOneBeforeWasTold() {
        give(here, first, 1, Action.PLAY, FILM, 0);
        here.remove(lobby);
        settle();

        FakeRenderer fresh = new FakeRenderer("lobby", "s-fresh", 1);
        here.register(fresh);
        settle();
        assertThat(fresh.registered).isTrue();
        assertThat(fresh.commands).isEmpty();
    }

    @Test
    void aLateAwayOfAnotherGatewayIsPutRight() {
        FakeRenderer back = new FakeRenderer("lobby", "s-lobby", 1);
        there.register(back);
        settle();
        // The old gateway notices only now.
        here.detach(lobby);
        settle();
        loop.pass(Duration.ofSeconds(2));
        settle();
        RendererRecord now = Objects.requireNonNull(known(here, "lobby"));
        assertThat(now.presence()).isEqualTo(Presence.HERE.name());
        assertThat(now.gateway()).isEqualTo("there");
    }

    @Test
    void progressIsWrittenAtMostEverySecondButNewsAtOnce() {
        give(here, first, 1, Action.PLAY, FILM, 0);
        long id = lobby.commands.getLast().id();
        here.report(lobby, FakeRenderer.state(id, PlaybackState.PLAYING, 3, 77));
        settle();
        int before = topic.entries.size();
        for (int position = 4; position < 9; position++) {
            here.report(lobby, FakeRenderer.state(id, PlaybackState.PLAYING, position, 77));
            settle();
        }
        assertThat(topic.entries).hasSize(before);
        loop.pass(Duration.ofSeconds(1));
        settle();
        assertThat(topic.entries).hasSize(before + 1);
        assertThat(Objects.requireNonNull(known(there, "lobby")).position()).isEqualTo(8);

        here.report(lobby, FakeRenderer.state(id, PlaybackState.ENDED, 9, 99));
        settle();
        assertThat(Objects.requireNonNull(known(there, "lobby")).state()).isEqualTo("ENDED");
    }

    @Test
    void thereAreNoMoreRenderersThanAllowedAndThoseThatAreGoneMakeRoom() {
        here.register(new FakeRenderer("a", "s-a", 1));
        FakeRenderer b = new FakeRenderer("b", "s-b", 1);
        here.register(b);
        settle();
        FakeRenderer c = new FakeRenderer("c", "s-c", 1);
        here.register(c);
        settle();
        assertThat(c.refused).isEqualTo(ErrorCode.RENDERER_LIMIT);

        here.remove(b);
        settle();
        FakeRenderer again = new FakeRenderer("c", "s-c", 2);
        here.register(again);
        settle();
        assertThat(again.registered).isTrue();
        assertThat(here.table().names()).containsExactly("a", "c", "lobby");
    }

    @Test
    void whoIsGoneIsForgottenAfterAWhile() {
        here.remove(lobby);
        settle();
        assertThat(known(here, "lobby")).isNotNull();
        for (int i = 0; i < 8; i++) {
            loop.pass(Duration.ofSeconds(10));
            settle();
        }
        assertThat(here.table().get("lobby")).isNull();
        assertThat(there.table().get("lobby")).isNull();
    }

    @Test
    void aNameWithAControlCharacterOrTooLongIsRefused() {
        for (String name : new String[]{"", "a\nb", "ä".repeat(128)}) {
            FakeRenderer wrong = new FakeRenderer(name, "s", 1);
            here.register(wrong);
            assertThat(wrong.refused).isEqualTo(ErrorCode.RENDERER_NAME_INVALID);
        }
        FakeRenderer good = new FakeRenderer("größe, 2/../x", "s", 1);
        here.register(good);
        settle();
        assertThat(good.registered).isTrue();
    }
}
