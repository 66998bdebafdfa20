package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.ExitCode;
import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.ControlRequest;
import io.sluice.crsp.client.Controller;
import io.sluice.crsp.client.ControllerListener;
import io.sluice.crsp.client.Library;
import io.sluice.crsp.client.LibraryFile;
import io.sluice.crsp.client.Player;
import io.sluice.crsp.client.PlayerListener;
import io.sluice.crsp.client.PlayerSettings;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.relay.UdpRelay;
import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.PlaybackState;
import io.sluice.crsp.session.Presence;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.CliProcess;
import io.sluice.e2e.scenario.LibraryFiles;
import io.sluice.e2e.scenario.MemoryOutput;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Controllers that steer renderers. */
@Order(1)
@ExtendWith(Scenarios.class)
@Execution(ExecutionMode.CONCURRENT)
class ControlIT {
    private static final int CHUNK = 500;
    private static final int FILE = 3_000_001;
    private static final int SMALL_BUFFER = 64 * 1024;

    /** Each change of a renderer, as a controller sees it. */
    private static final class Notices implements ControllerListener {
        private final Queue<Message.RendererSeen> all = new ConcurrentLinkedQueue<>();

        @Override
        public void onRenderer(Message.RendererSeen renderer) {
            all.add(renderer);
        }

        private boolean has(String renderer, PlaybackState state) {
            return all.stream().anyMatch(seen -> seen.renderer().equals(renderer) && seen.state() == state);
        }
    }

    private static byte[] chunk(long number) {
        String line = number + " " + "größe ".repeat(CHUNK);
        return line.substring(0, CHUNK - 1).concat("\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] text(int chunks) {
        return MemoryOutput.join(Stream.iterate(1L, each -> each + 1).limit(chunks).map(ControlIT::chunk).toList());
    }

    private static Topic item(Scenario scenario, int chunks) throws Exception {
        Topic topic = scenario.topic(1);
        topic.write(chunks, 0, number -> new ProducerRecord<>(topic.name(), 0, null, chunk(number)));
        return topic;
    }

    private static Item of(Topic topic) {
        return Item.Topic.of(topic.name(), 0);
    }

    private static InetSocketAddress gateway(Scenario scenario) throws Exception {
        return Scenario.address(scenario.sharedGateway());
    }

    private static Player player(SluiceClient client, String name, long bytesPerSecond, MemoryOutput output)
            throws Exception {
        return client.player(name, "test", new PlayerSettings(bytesPerSecond, SMALL_BUFFER), output,
                PlayerListener.NONE);
    }

    private static Message.ControlAnswer give(Controller controller, ControlRequest request) throws Exception {
        return controller.command(request).values().iterator().next().get();
    }

    private static void awaitState(Controller controller, String renderer, PlaybackState state) throws Exception {
        Await.until(renderer + " to be " + state, Scenario.PATIENCE, () -> {
            Message.RendererSeen seen = controller.renderer(renderer);
            return seen != null && seen.state() == state;
        });
    }

    @Test
    void theOriginalsSessionIsReplayed(Scenario scenario) throws Exception {
        int chunks = 40;
        Topic film = item(scenario, chunks);
        Topic song = item(scenario, 10);
        MemoryOutput lobby = new MemoryOutput();
        MemoryOutput hall = new MemoryOutput();
        Notices notices = new Notices();
        String lobbyName = film.name() + " lobby";
        String hallName = film.name() + " hall";
        // A chunk each tenth of a second or so.
        Player first = player(scenario.connect(gateway(scenario)), lobbyName, 8_000, lobby);
        player(scenario.connect(gateway(scenario)), hallName, 0, hall);
        Controller one = scenario.connect(gateway(scenario)).controller();
        Controller two = scenario.connect(gateway(scenario)).controller(notices);

        assertThat(one.items("", 1000).get().items()).contains(
                new Item.Topic(film.name(), 0, 0, chunks), new Item.Topic(song.name(), 0, 0, 10))
                .noneMatch(each -> each instanceof Item.Topic topic && topic.name().equals("sluice.control"));
        assertThat(one.renderers()).extracting(Message.RendererSeen::renderer).contains(lobbyName, hallName);

        give(one, ControlRequest.play(of(film), lobbyName));
        Await.passing(Duration.ofSeconds(2));
        give(one, ControlRequest.of(Action.PAUSE, lobbyName));
        int paused = lobby.chunks();
        assertThat(paused).isPositive();
        give(two, ControlRequest.play(of(song), hallName));
        awaitState(two, hallName, PlaybackState.ENDED);
        Await.passing(Duration.ofSeconds(1));
        assertThat(lobby.chunks()).isBetween(paused, paused + 1);
        assertThat(first.state().state()).isEqualTo(PlaybackState.PAUSED);
        assertThat(hall.bytes()).isEqualTo(text(10));

        give(one, ControlRequest.of(Action.RESUME, lobbyName));
        Await.until("what follows the pause", Scenario.PATIENCE, () -> lobby.chunks() > paused + 2);
        give(one, ControlRequest.of(Action.RESTART, lobbyName));
        assertThat(lobby.begins()).isEqualTo(2);
        awaitState(one, lobbyName, PlaybackState.ENDED);
        assertThat(lobby.bytes()).isEqualTo(text(chunks));

        Await.until("the other controller to have seen all of it", Scenario.PATIENCE,
                () -> notices.has(lobbyName, PlaybackState.BEGUN) && notices.has(lobbyName, PlaybackState.PAUSED)
                        && notices.has(lobbyName, PlaybackState.ENDED));
        assertThat(notices.has(hallName, PlaybackState.BEGUN)).isTrue();
        assertThat(notices.has(hallName, PlaybackState.ENDED)).isTrue();
        scenario.say("paused after " + paused + " chunks of " + chunks);
    }

    @Test
    void whatIsEmptyTransactionalOrOddlyNamedPlaysToItsEnd(Scenario scenario) throws Exception {
        Topic empty = scenario.topic(1);
        Topic transactional = scenario.topic(1);
        transactional.writeInTransactions(3, number -> new ProducerRecord<>(
                transactional.name(), 0, null, chunk(number)));
        MemoryOutput output = new MemoryOutput();
        String name = transactional.name() + " größe, 2/../x";
        player(scenario.connect(gateway(scenario)), name, 0, output);
        Notices notices = new Notices();
        Controller controller = scenario.connect(gateway(scenario)).controller(notices);

        give(controller, ControlRequest.play(of(empty), name));
        awaitState(controller, name, PlaybackState.ENDED);
        assertThat(notices.has(name, PlaybackState.BEGUN)).isTrue();
        assertThat(output.bytes()).isEmpty();

        give(controller, ControlRequest.play(of(transactional), name));
        Await.until("the text", Scenario.PATIENCE, () -> output.chunks() == 3);
        awaitState(controller, name, PlaybackState.ENDED);
        assertThat(output.bytes()).isEqualTo(text(3));

        give(controller, ControlRequest.seek(2, name));
        Await.until("the end again", Scenario.PATIENCE, () -> output.begins() == 3 && output.chunks() == 2);
    }

    @Test
    void eachMistakeHasItsName(Scenario scenario) throws Exception {
        Topic film = item(scenario, 3);
        String name = film.name() + " lobby";
        SluiceClient client = scenario.connect(gateway(scenario));
        Player player = player(client, name, 0, new MemoryOutput());
        Controller controller = scenario.connect(gateway(scenario)).controller();

        assertThat(refusal(controller, ControlRequest.play(Item.Topic.of("no-such-film", 0), name)))
                .isEqualTo(ErrorCode.ITEM_UNKNOWN);
        assertThat(refusal(controller, ControlRequest.play(Item.Topic.of(film.name(), 1), name)))
                .isEqualTo(ErrorCode.ITEM_UNKNOWN);
        assertThat(refusal(controller, ControlRequest.play(Item.Topic.of("", 0), name)))
                .isEqualTo(ErrorCode.ITEM_NAME_INVALID);
        assertThat(refusal(controller, ControlRequest.play(Item.Topic.of("../x", 0), name)))
                .isEqualTo(ErrorCode.ITEM_NAME_INVALID);
        assertThat(refusal(controller, ControlRequest.of(Action.PAUSE, name))).isEqualTo(ErrorCode.NOTHING_TO_PLAY);
        assertThat(refusal(controller, ControlRequest.play(of(film), "nobody")))
                .isEqualTo(ErrorCode.RENDERER_UNKNOWN);
        assertThat(refusal(controller, ControlRequest.play(of(film), "")))
                .isEqualTo(ErrorCode.RENDERER_NAME_INVALID);
        SluiceClient other = scenario.connect(gateway(scenario));
        assertThatThrownBy(() -> player(other, name, 0, new MemoryOutput())).isInstanceOfSatisfying(
                SluiceException.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RENDERER_TAKEN));
        assertThatThrownBy(() -> player(other, "", 0, new MemoryOutput())).isInstanceOfSatisfying(
                SluiceException.class,
                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RENDERER_NAME_INVALID));

        player.close();
        Await.until("the renderer to be gone", Scenario.PATIENCE, () -> {
            Message.RendererSeen seen = controller.renderer(name);
            return seen != null && seen.presence() == Presence.GONE;
        });
        assertThat(refusal(controller, ControlRequest.play(of(film), name))).isEqualTo(ErrorCode.RENDERER_GONE);
    }

    @Test
    void filesOfTheLibraryPlayByteForByteFromAnyByte(Scenario scenario) throws Exception {
        String base = scenario.topic(1).name();
        String empty = base + "/empty";
        String film = base + "/größe, 1 映画.bin";
        SluiceClient client = scenario.connect(gateway(scenario));
        Library library = client.library();
        byte[] content = LibraryFiles.random(FILE, 1);
        LibraryFiles.put(library, empty, new byte[0]);
        LibraryFile first = LibraryFiles.put(library, film, content);
        MemoryOutput output = new MemoryOutput();
        String name = base + " lobby";
        Player player = client.player(name, "test", new PlayerSettings(0, SMALL_BUFFER), output, PlayerListener.NONE);
        Notices notices = new Notices();
        Controller controller = scenario.connect(gateway(scenario)).controller(notices);
        assertThat(controller.items("library:" + base, 2).get().items()).containsExactly(
                new Item.File(empty, library.info(empty, 0).version(), 0, LibraryFiles.TYPE),
                new Item.File(film, first.version(), FILE, LibraryFiles.TYPE));

        give(controller, ControlRequest.play(Item.named("library:" + empty), name));
        awaitState(controller, name, PlaybackState.ENDED);
        assertThat(notices.has(name, PlaybackState.BEGUN)).isTrue();
        assertThat(output.bytes()).isEmpty();

        give(controller, ControlRequest.play(Item.named("library:" + film), name));
        Await.until("the film", Scenario.PATIENCE, () -> output.bytes().length == FILE);
        awaitState(controller, name, PlaybackState.ENDED);
        assertThat(output.bytes()).isEqualTo(content);
        assertThat(player.state().position()).isEqualTo(FILE);

        // Another version comes, but what is played stays what it is.
        byte[] other = LibraryFiles.random(1000, 2);
        LibraryFiles.put(library, film, other);
        give(controller, ControlRequest.seek(FILE - 12_345, name));
        Await.until("its end", Scenario.PATIENCE, () -> output.bytes().length == 12_345);
        assertThat(output.bytes()).isEqualTo(Arrays.copyOfRange(content, FILE - 12_345, FILE));
        assertThat(player.state().item()).isEqualTo(
                new Item.File(film, first.version(), FILE, LibraryFiles.TYPE));
        give(controller, ControlRequest.play(new Item.File(film, 0, 0, ""), name));
        Await.until("the newest version", Scenario.PATIENCE, () -> Arrays.equals(output.bytes(), other));
        give(controller, ControlRequest.play(new Item.File(film, first.version(), 0, ""), name));
        Await.until("the older version", Scenario.PATIENCE, () -> Arrays.equals(output.bytes(), content));

        for (String wrong : List.of("library:", "library:../x", "library:" + base + "//x")) {
            assertThat(refusal(controller, ControlRequest.play(Item.named(wrong), name))).as(wrong)
                    .isEqualTo(ErrorCode.ITEM_NAME_INVALID);
        }
        assertThat(refusal(controller, ControlRequest.play(Item.named("library:" + base), name)))
                .isEqualTo(ErrorCode.ITEM_UNKNOWN);
        assertThat(refusal(controller, ControlRequest.play(new Item.File(film, 1L << 40, 0, ""), name)))
                .isEqualTo(ErrorCode.ITEM_UNKNOWN);
    }

    @Test
    void aPausedFileIsReadNoFurther(Scenario scenario) throws Exception {
        String film = scenario.topic(1).name() + "/film";
        SluiceClient client = scenario.connect(gateway(scenario));
        byte[] content = LibraryFiles.random(FILE, 3);
        LibraryFiles.put(client.library(), film, content);
        MemoryOutput output = new MemoryOutput();
        String name = film + " lobby";
        Player player = player(client, name, 20_000, output);
        Controller controller = scenario.connect(gateway(scenario)).controller();

        give(controller, ControlRequest.play(Item.named("library:" + film), name));
        Await.until("some of it", Scenario.PATIENCE, () -> output.chunks() > 3);
        give(controller, ControlRequest.of(Action.PAUSE, name));
        int paused = output.chunks();
        Await.passing(Duration.ofSeconds(1));

        assertThat(output.chunks()).as("a tenth of a second is played in one go").isBetween(paused, paused + 1);
        assertThat(player.state().state()).isEqualTo(PlaybackState.PAUSED);
        assertThat(player.state().position()).isEqualTo(output.bytes().length);
        assertThat(player.state().buffered()).as("its credit is all that the gateway had")
                .isLessThan(FILE / 2);

        give(controller, ControlRequest.of(Action.RESUME, name));
        Await.until("what follows the pause", Scenario.PATIENCE, () -> output.chunks() > paused + 2);
        give(controller, ControlRequest.of(Action.RESTART, name));
        Await.until("the beginning", Scenario.PATIENCE, () -> output.begins() == 2 && output.chunks() > 1);
        give(controller, ControlRequest.seek(FILE - 10, name));
        awaitState(controller, name, PlaybackState.ENDED);
        assertThat(output.bytes()).endsWith(Arrays.copyOfRange(content, FILE - 10, FILE));
        give(controller, ControlRequest.of(Action.STOP, name));
        assertThat(player.state().state()).isEqualTo(PlaybackState.IDLE);
    }

    @Test
    void aFileReachesFilesPipesAndStandardOutputAlike(Scenario scenario, @TempDir Path folder) throws Exception {
        String base = scenario.topic(1).name();
        String text = "größe\n".repeat(50_000);
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        LibraryFiles.put(scenario.connect(gateway(scenario)).library(), base + "/text", content);
        String where = "127.0.0.1:" + scenario.sharedGateway().settings().port();
        Path copy = folder.resolve("copy");
        Path piped = folder.resolve("piped");
        List<CliProcess> renderers = List.of(
                scenario.cli("renderer", "--name", base + "-a", "--output", copy.toString(), "--once", "--gateway",
                        where),
                scenario.cli("renderer", "--name", base + "-b", "--exec", "cat >" + piped, "--once", "--gateway",
                        where),
                scenario.cli("renderer", "--name", base + "-c", "--stdout", "--once", "--gateway", where));
        for (CliProcess renderer : renderers) {
            Await.until("the renderer", Scenario.PATIENCE, () -> renderer.err().contains("is ready"));
        }

        CliProcess play = scenario.cli("controller", "play", "library:" + base + "/text", base + "-a", base + "-b",
                base + "-c", "--json", "--gateway", where);

        assertThat(play.awaitExit(Scenario.PATIENCE)).as(play.err()).isEqualTo(ExitCode.OK);
        for (CliProcess renderer : renderers) {
            assertThat(renderer.awaitExit(Scenario.PATIENCE)).as(renderer.err()).isEqualTo(ExitCode.OK);
            assertThat(renderer.err()).contains("begun library:" + base + "/text", "ended library:" + base + "/text");
        }
        assertThat(copy).hasBinaryContent(content);
        assertThat(renderers.getLast().out()).isEqualTo(text);
        Await.until("the piped command to be done", Scenario.PATIENCE, () -> Files.size(piped) == content.length);
        assertThat(piped).hasBinaryContent(content);
    }

    private static ErrorCode refusal(Controller controller, ControlRequest request) throws Exception {
        try {
            give(controller, request);
            return ErrorCode.NO_ERROR;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(SluiceException.class);
            return ((SluiceException) e.getCause()).code();
        }
    }

    @Test
    void aRendererLearnsItsNewestCommandAfterItsGatewayWasKilled(Scenario scenario) throws Exception {
        int chunks = 400;
        LocalGateway gateway = scenario.gateway(scenario.kafka());
        Topic film = item(scenario, chunks);
        MemoryOutput output = new MemoryOutput();
        UdpRelay link = scenario.relay(gateway, LinkSettings.perfect());
        Player player = player(scenario.connect(link.localAddress()), "lobby", 8_000, output);
        Controller controller = scenario.connect(Scenario.address(gateway)).controller();
        give(controller, ControlRequest.play(of(film), "lobby"));
        Await.until("some of it", Scenario.PATIENCE, () -> output.chunks() > 2);

        // It does not hear of the pause, and plays on from its buffer; then its gateway is killed.
        link.cut();
        assertThat(refusal(controller, ControlRequest.of(Action.PAUSE, "lobby")))
                .isEqualTo(ErrorCode.COMMAND_TIMED_OUT);
        assertThat(gateway.kill()).isTrue();
        Scenario.restart(gateway);
        link.restore();

        awaitState(controller, "lobby", PlaybackState.PAUSED);
        assertThat(player.state().state()).isEqualTo(PlaybackState.PAUSED);
        int paused = output.chunks();
        assertThat(paused).isLessThan(chunks);
        give(controller, ControlRequest.seek(chunks - 5, "lobby"));
        assertThat(player.state().state()).isEqualTo(PlaybackState.PAUSED);
        give(controller, ControlRequest.of(Action.RESTART, "lobby"));
        give(controller, ControlRequest.seek(chunks - 5, "lobby"));
        awaitState(controller, "lobby", PlaybackState.ENDED);
        assertThat(output.bytes()).endsWith(chunk(chunks));
    }

    @Test
    void scriptsSteerRenderersFromTheCommandLine(Scenario scenario, @TempDir Path folder) throws Exception {
        Topic film = item(scenario, 20);
        String where = "127.0.0.1:" + scenario.sharedGateway().settings().port();
        String a = film.name() + "-a";
        String b = film.name() + "-b";
        Path copy = folder.resolve("copy");
        CliProcess renderer = scenario.cli("renderer", "--json", "--name", a, "--output", copy.toString(), "--once",
                "--gateway", where);
        player(scenario.connect(gateway(scenario)), b, 0, new MemoryOutput());
        Await.until("the renderer", Scenario.PATIENCE, () -> renderer.out().contains("\"event\":\"registered\""));

        CliProcess wrong = scenario.cli("controller", "play", "../x", b, "--gateway", where);
        CliProcess list = scenario.cli("controller", "list", "--json", "--gateway", where);
        CliProcess play = scenario.cli("controller", "play", film.name(), a, b, "--in", "5s", "--json", "--gateway",
                where);

        assertThat(play.awaitExit(Scenario.PATIENCE)).as(play.err()).isEqualTo(ExitCode.OK);
        assertThat(play.out()).contains("\"event\":\"acknowledged\",\"renderer\":\"" + a + "\"",
                "\"event\":\"begun\",\"renderers\":2,\"skewMillis\":");
        assertThat(renderer.awaitExit(Scenario.PATIENCE)).as(renderer.err()).isEqualTo(ExitCode.OK);
        assertThat(Files.readAllBytes(copy)).isEqualTo(text(20));
        assertThat(renderer.out()).contains("\"state\":\"scheduled\"", "\"state\":\"begun\"", "\"state\":\"ended\"");
        assertThat(list.awaitExit(Scenario.PATIENCE)).as(list.err()).isEqualTo(ExitCode.OK);
        assertThat(list.out()).contains("\"name\":\"" + film.name() + "\",\"partition\":0,\"begin\":0,\"end\":20");
        assertThat(wrong.awaitExit(Scenario.PATIENCE)).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("ITEM_NAME_INVALID");
        scenario.say("began together: " + play.out().lines().toList().getLast());
    }

    @Test
    void aPersonSteersFromTheMenu(Scenario scenario) throws Exception {
        Topic film = item(scenario, 200);
        String name = film.name() + " lobby";
        player(scenario.connect(gateway(scenario)), name, 8_000, new MemoryOutput());
        // Others may be there: with one alone the menu would not ask which.
        player(scenario.connect(gateway(scenario)), film.name() + " hall", 0, new MemoryOutput());
        CliProcess menu = scenario.cli("controller", "--gateway",
                "127.0.0.1:" + scenario.sharedGateway().settings().port());

        menu.type("1", "list renderers", "play", film.name(), name, "4", name, "resume", name, "restart", name,
                "play", "../x", name, "nonsense", "exit");

        assertThat(menu.awaitExit(Scenario.PATIENCE)).as(menu.err()).isEqualTo(ExitCode.OK);
        assertThat(menu.out().lines()).containsExactly("play: " + name + " has acknowledged",
                "pause: " + name + " has acknowledged", "resume: " + name + " has acknowledged",
                "restart: " + name + " has acknowledged");
        assertThat(menu.err()).contains("  9  exit", film.name() + "\t0 to 200", name + ": idle",
                "* " + name + ": begun", "* " + name + ": paused", "ITEM_NAME_INVALID",
                "\"nonsense\" is none of these");
    }

    @Test
    void aHundredRenderersThatPlayAcknowledgeEachCommand(Scenario scenario) throws Exception {
        Topic film = item(scenario, 6000);
        Controller controller = scenario.connect(gateway(scenario)).controller();
        boolean figures = Boolean.getBoolean("sluice.e2e.figures");
        // The first hundred meet code that is not compiled yet, in the gateway and in this process; for those that
        // follow all else is the same.
        for (String which : figures ? List.of("the first", "another", "a third") : List.of("the first")) {
            List<String> names = hundredThatPlay(scenario, film, controller, which);
            List<Double> all = new ArrayList<>();
            for (String round : figures ? List.of("at first", "then", "later", "at last") : List.of("at first")) {
                List<Double> millis = new ArrayList<>();
                for (Action action : List.of(Action.PAUSE, Action.RESUME)) {
                    for (String name : names) {
                        long asked = System.nanoTime();
                        give(controller, ControlRequest.of(action, name));
                        millis.add((System.nanoTime() - asked) / 1e6);
                    }
                }
                all.addAll(millis);
                sayLatency(scenario, which, round, millis);
            }
            sayLatency(scenario, which, "taking all together", all);
            assertThat(controller.renderers()).filteredOn(each -> names.contains(each.renderer()))
                    .hasSize(names.size()).allMatch(each -> each.state() == PlaybackState.PLAYING);
            // Those that follow have the machine for themselves.
            for (var answer : controller.command(new ControlRequest(names, Action.STOP, new Item.None(), 0, 0))
                    .values()) {
                answer.get();
            }
        }
    }

    private static void sayLatency(Scenario scenario, String which, String when, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        scenario.say("%s hundred renderers playing: a command is acknowledged %s within p50 %.1f ms, p99 %.1f ms"
                .formatted(which, when, sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100)));
    }

    private static List<String> hundredThatPlay(Scenario scenario, Topic film, Controller controller, String which)
            throws Exception {
        int perSession = 10;
        List<String> names = new ArrayList<>();
        while (names.size() < 100) {
            SluiceClient client = scenario.connect(gateway(scenario));
            for (int i = 0; i < perSession; i++) {
                names.add(film.name() + "-" + which + "-" + names.size());
                player(client, names.getLast(), 20_000, new MemoryOutput());
            }
        }
        for (var answer : controller.command(new ControlRequest(names, Action.PLAY, of(film), 0, 0)).values()) {
            answer.get();
        }
        Await.until("all to play", Scenario.PATIENCE, () -> names.stream()
                .allMatch(name -> Objects.requireNonNull(controller.renderer(name)).state() == PlaybackState.PLAYING));
        return names;
    }
}
