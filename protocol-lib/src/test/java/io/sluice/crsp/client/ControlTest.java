package io.sluice.crsp.client;

import static io.sluice.crsp.client.TwoGateways.links;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.PlaybackState;
import io.sluice.crsp.session.Position;
import io.sluice.crsp.session.Presence;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.session.Start;
import io.sluice.crsp.wire.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What renderers and controllers keep over lost connections. */
@Timeout(60)
class ControlTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Item FILM = new Item.Topic("film", 0, 0, 9);

    private final TwoGateways run = new TwoGateways(links(10, 0), 1, /* knowsBoth= */ false);

    private static Message.RendererCommand command(long id, Action action) {
        return new Message.RendererCommand(id, action, FILM, 0, 1, 0, "me");
    }

    private static Message.RendererState state(long command) {
        return new Message.RendererState(
                command, PlaybackState.PAUSED, FILM, 3, 0, 0, ErrorCode.NO_ERROR, "", 1000);
    }

    private static Message.RendererSeen seen(String name, PlaybackState state) {
        return new Message.RendererSeen(name, "file", Presence.HERE, "gw", 1, Action.PLAY, "me", 1, state, FILM, 3, 0,
                0,
                ErrorCode.NO_ERROR, "", 1000);
    }

    private static CompletableFuture<Message.ControlAnswer> answer(
            Map<String, CompletableFuture<Message.ControlAnswer>> answers, String renderer) {
        return Objects.requireNonNull(answers.get(renderer));
    }

    private void reconnect() {
        run.first.closeConnection(ErrorCode.INTERNAL_ERROR);
        run.run(Duration.ofSeconds(5));
    }

    private <T extends Message> List<T> heard(Class<T> kind) {
        return run.first.heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void aRendererFollowsEachCommandOnceAndSaysItsStateAgain() {
        List<Long> followed = new ArrayList<>();
        run.connect();
        Renderer renderer = new Renderer(
                run.session, run.session.takeNumber(), "lobby", "test", command -> followed.add(command.id()));
        renderer.begin();
        run.run(SECOND);
        run.first.newestCommand = command(7, Action.PAUSE);
        run.first.sayOfControl(command(6, Action.PLAY));
        run.first.sayOfControl(command(7, Action.PAUSE));
        run.run(SECOND);
        renderer.report(state(7));
        run.run(SECOND);
        reconnect();

        assertThat(heard(Message.RegisterRenderer.class)).hasSize(2);
        assertThat(followed).containsExactly(6L, 7L);
        assertThat(heard(Message.RendererState.class)).containsExactly(state(7), state(7));
    }

    @Test
    void aRendererWhoseNameIsTakenIsToldSo() {
        run.connect();
        List<ErrorCode> failures = new ArrayList<>();
        Renderer renderer = new Renderer(run.session, run.session.takeNumber(), "lobby", "test",
                new RendererListener() {
                    @Override
                    public void onCommand(Message.RendererCommand command) {
                        throw new AssertionError("a command for a renderer that is over: " + command);
                    }

                    @Override
                    public void onFailed(SluiceException reason) {
                        failures.add(reason.code());
                    }
                });
        renderer.begin();
        run.run(SECOND);
        run.first.sayOfControl(new Message.Failure(ErrorCode.RENDERER_TAKEN, "by another"));
        run.run(SECOND);
        assertThat(failures).containsExactly(ErrorCode.RENDERER_TAKEN);
        reconnect();
        assertThat(heard(Message.RegisterRenderer.class)).hasSize(1);
    }

    @Test
    void aControllerAsksAgainWhatWasNotAnswered() throws Exception {
        run.connect();
        Controller controller = new Controller(run.session, run.session.takeNumber(), ControllerListener.NONE);
        controller.begin();
        run.run(SECOND);
        Map<String, CompletableFuture<Message.ControlAnswer>> answers = controller.command(
                new ControlRequest(List.of("lobby", "hall"), Action.PAUSE, new Item.None(), 0, 0));
        CompletableFuture<ItemPage> page = controller.items("", 10);
        run.run(SECOND);
        run.first.sayOfControl(new Message.ControlAnswer(1, "lobby", 8, ErrorCode.NO_ERROR, ""));
        run.first.sayOfControl(new Message.ItemSeen(2, FILM));
        run.run(SECOND);
        assertThat(answer(answers, "lobby").get().commandId()).isEqualTo(8);
        reconnect();

        assertThat(heard(Message.ControlCommand.class)).hasSize(2)
                .allMatch(each -> each.requestId() == 1 && each.renderers().equals(List.of("lobby", "hall")));
        run.first.sayOfControl(new Message.ControlAnswer(1, "lobby", 8, ErrorCode.NO_ERROR, ""));
        run.first.sayOfControl(new Message.ControlAnswer(1, "hall", 0, ErrorCode.RENDERER_GONE, "left"));
        run.first.sayOfControl(new Message.ItemSeen(2, FILM));
        run.first.sayOfControl(new Message.ItemsListed(2, false, ErrorCode.NO_ERROR, ""));
        run.run(SECOND);
        assertThatThrownBy(() -> answer(answers, "hall").get()).hasCauseInstanceOf(SluiceException.class)
                .hasMessageContaining("left");
        assertThat(page.get()).isEqualTo(new ItemPage(List.of(FILM), false));
        reconnect();
        assertThat(heard(Message.ControlCommand.class)).hasSize(2);
        assertThat(heard(Message.ListItems.class)).hasSize(2);
    }

    @Test
    void aControllerSteersStreamsOfAnySessionAlsoOverALostConnection() throws Exception {
        SessionId other = new SessionId(1, 2);
        run.connect();
        Controller controller = new Controller(run.session, run.session.takeNumber(), ControllerListener.NONE);
        controller.begin();
        run.run(SECOND);
        CompletableFuture<Message.StreamSteered> paused = controller.steer(StreamRequest.of(Action.PAUSE, other, 1));
        CompletableFuture<Message.StreamSteered> sought = controller.steer(
                StreamRequest.seek(new Start.Offset(5), other, StreamRequest.ALL));
        run.run(SECOND);
        run.first.sayOfControl(new Message.StreamSteered(1, 1, ErrorCode.NO_ERROR, ""));
        run.run(SECOND);
        assertThat(paused.get().streams()).isEqualTo(1);
        reconnect();

        Message.SteerStream seek = new Message.SteerStream(2, other, -1, Action.SEEK, new Start.Offset(5));
        assertThat(heard(Message.SteerStream.class)).containsExactly(
                new Message.SteerStream(1, other, 1, Action.PAUSE, new Start.Earliest()), seek, seek);
        run.first.sayOfControl(new Message.StreamSteered(2, 0, ErrorCode.SESSION_UNKNOWN, "none"));
        run.run(SECOND);
        assertThatThrownBy(sought::get).hasCauseInstanceOf(SluiceException.class).hasMessageContaining("none");
    }

    @Test
    void whatNoStreamCanDoIsNotAsked() {
        SessionId other = new SessionId(1, 2);
        assertThatThrownBy(() -> StreamRequest.of(Action.PLAY, other, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StreamRequest.of(Action.PAUSE, other, -2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StreamRequest.seek(new Start.Positions(List.of()), other, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aControllerForgetsRenderersThatAreNotInANewList() {
        List<String> forgotten = new ArrayList<>();
        run.connect();
        Controller controller = new Controller(run.session, run.session.takeNumber(), new ControllerListener() {
            @Override
            public void onForgotten(String renderer) {
                forgotten.add(renderer);
            }
        });
        controller.begin();
        run.run(SECOND);
        run.first.sayOfControl(seen("lobby", PlaybackState.BEGUN));
        run.first.sayOfControl(seen("lobby", PlaybackState.ENDED));
        run.first.sayOfControl(seen("hall", PlaybackState.IDLE));
        run.first.sayOfControl(new Message.RendererForgotten("hall"));
        run.run(SECOND);
        assertThat(controller.renderers()).containsExactly(seen("lobby", PlaybackState.ENDED));
        assertThat(forgotten).containsExactly("hall");

        // The script's list is empty.
        reconnect();
        assertThat(controller.renderers()).isEmpty();
        assertThat(forgotten).containsExactly("hall", "lobby");
    }

    @Test
    void aPositionBehindAGapIsReachedAlsoOverALostConnection() throws Exception {
        run.first.addRecords(5);
        run.connect();
        Subscription records = new Subscription(
                run.session, run.session.takeNumber(), SubscribeRequest.earliest("orders"));
        records.begin();
        records.await(new Position(0, 8));
        run.run(SECOND);
        assertThat(records.isReached()).isTrue();
        assertThat(records.isEmpty()).isFalse();
        for (int i = 0; i < 5; i++) {
            assertThat(records.next()).isNotNull();
        }
        assertThat(records.isEmpty()).isTrue();

        // Asked on a connection that is lost, and again on the next.
        run.first.stop();
        records.await(new Position(0, 9));
        run.run(Duration.ofSeconds(40));
        assertThat(records.isReached()).isFalse();
        run.first.goOn();
        run.run(Duration.ofSeconds(5));
        assertThat(records.isReached()).isTrue();
    }
}
