package io.sluice.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.PlaybackState;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.config.ControlSettings;
import io.sluice.gateway.config.StreamRights;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands of those who have no session, in virtual time. */
class RenderersTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Item FILM = new Item.File("film", 7, 1000, "video/mp4");

    private final VirtualLoop loop = new VirtualLoop();
    private final FakeTopic topic = new FakeTopic();
    private final ControlService service = new ControlService(
            loop, loop.clock(), new ControlSettings(10, Duration.ofMinutes(1), TIMEOUT, StreamRights.ANY, 10), "here",
            topic, (session, stream) -> false);
    private final Renderers renderers = new Renderers(loop, service, item -> item.label().equals("library:film")
            ? CompletableFuture.completedFuture(FILM)
            : CompletableFuture.failedFuture(new Items.Refused(ErrorCode.ITEM_UNKNOWN, "no such item")));
    private final FakeRenderer lobby = new FakeRenderer("lobby", "s-lobby", 1);
    private final FakeRenderer hall = new FakeRenderer("hall", "s-hall", 1);

    @BeforeEach
    void begin() {
        topic.join(service);
        service.register(lobby);
        service.register(hall);
        settle();
    }

    private void settle() {
        do {
            topic.take();
            loop.run();
        } while (topic.waiting() > 0);
    }

    private CompletableFuture<List<CommandAnswer>> give(String action, String item, String... names) {
        CompletableFuture<List<CommandAnswer>> answers = renderers.command(
                "ada (API)", new WantedCommand(List.of(names), action, item, 0, false, 0, 0, 0));
        settle();
        return answers;
    }

    private void follow(FakeRenderer renderer) {
        service.report(renderer, FakeRenderer.state(
                renderer.commands.getLast().id(), PlaybackState.BEGUN, 0, loop.now()));
        settle();
    }

    @Test
    void aCommandIsAnsweredWhenAllHaveAcknowledgedIt() {
        var answers = give("play", "library:film", "lobby", "hall", "lobby");
        follow(lobby);
        assertThat(answers).isNotDone();
        follow(hall);
        assertThat(answers.join()).extracting(CommandAnswer::renderer, CommandAnswer::code)
                .containsExactlyInAnyOrder(
                        tuple("lobby", "NO_ERROR"),
                        tuple("hall", "NO_ERROR"));
        assertThat(lobby.commands).singleElement().satisfies(command -> {
            assertThat(command.item()).isEqualTo(FILM);
            assertThat(command.by()).isEqualTo("ada (API)");
        });
    }

    @Test
    void whatCannotBeDoneHasItsName() {
        assertThat(give("play", "nothing", "lobby").join()).singleElement()
                .extracting(CommandAnswer::code).isEqualTo("ITEM_UNKNOWN");
        assertThat(give("pause", "", "nobody").join()).singleElement()
                .extracting(CommandAnswer::code).isEqualTo("RENDERER_UNKNOWN");
        assertThat(give("pause", "", "lobby").join()).singleElement()
                .extracting(CommandAnswer::code).isEqualTo("NOTHING_TO_PLAY");
    }

    @Test
    void aRendererThatIsSilentTimesOut() {
        var answers = give("play", "library:film", "lobby");
        assertThat(answers).isNotDone();
        loop.pass(TIMEOUT);
        assertThat(answers.join()).singleElement().extracting(CommandAnswer::code)
                .isEqualTo("COMMAND_TIMED_OUT");
    }

    @Test
    void renderersAreListedInPages() {
        CompletableFuture<Renderers.Page> first = renderers.list("", 1);
        CompletableFuture<Renderers.Page> second = renderers.list("hall", 1);
        settle();
        assertThat(first.join().renderers()).extracting(RendererView::name).containsExactly("hall");
        assertThat(first.join().more()).isTrue();
        assertThat(first.join().total()).isEqualTo(2);
        assertThat(second.join().renderers()).extracting(RendererView::name).containsExactly("lobby");
        assertThat(second.join().more()).isFalse();
    }
}
