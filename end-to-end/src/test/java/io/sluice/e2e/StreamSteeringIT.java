package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.ExitCode;
import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.ByteRange;
import io.sluice.crsp.client.Controller;
import io.sluice.crsp.client.LibraryDownload;
import io.sluice.crsp.client.Publication;
import io.sluice.crsp.client.PublishRequest;
import io.sluice.crsp.client.SequenceReceiver;
import io.sluice.crsp.client.SequenceRequest;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.client.StreamRequest;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.session.Start;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.CliProcess;
import io.sluice.e2e.scenario.GatewayHttp;
import io.sluice.e2e.scenario.LibraryFiles;
import io.sluice.e2e.scenario.Numbers;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Controllers that steer streams of other clients' sessions. */
@Order(1)
@ExtendWith(Scenarios.class)
class StreamSteeringIT {
    private static final int RECORDS = 200;
    private static final int MORE = 10;
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Pattern STREAM = Pattern.compile("\"streams\":\\[\\{[^}]*\"id\":(\\d+)");

    private static Message.StreamSteered steer(Controller controller, StreamRequest request) throws Exception {
        return controller.steer(request).get();
    }

    private static ErrorCode refusal(Controller controller, StreamRequest request) throws Exception {
        try {
            steer(controller, request);
            return ErrorCode.NO_ERROR;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(SluiceException.class);
            return ((SluiceException) e.getCause()).code();
        }
    }

    private static long stream(GatewayHttp http, SluiceClient client) throws Exception {
        String shown = http.api("viewer", "sessions/" + client.sessionId(), "").body();
        Matcher matcher = STREAM.matcher(shown);
        assertThat(matcher.find()).as(shown).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void aStreamOfASessionAtAnotherGatewayIsSteeredByControllersAndByOperators(Scenario scenario) throws Exception {
        List<LocalGateway> gateways = scenario.settledCluster();
        Topic topic = scenario.topic(1);
        topic.writeNumbers(RECORDS, 0);
        SluiceClient client = scenario.connect(Scenario.address(gateways.getFirst()));
        Subscription records = client.subscribe(SubscribeRequest.earliest(topic.name()));
        assertThat(Numbers.take(records, RECORDS)).isEqualTo(Numbers.range(1, RECORDS));
        Controller controller = scenario.connectAs("desk", Scenario.address(gateways.getLast())).controller();
        SessionId session = client.sessionId();
        try (GatewayHttp http = new GatewayHttp(gateways.getFirst())) {
            long stream = stream(http, client);

            assertThat(steer(controller, StreamRequest.of(Action.PAUSE, session, stream)).streams()).isEqualTo(1);
            // What was read before the pause may be under way; nothing was, and what is written now stays where it is.
            topic.writeNumbers(MORE, 0);
            assertThat(records.poll(QUIET)).isNull();
            assertThat(records.isPaused()).isTrue();
            steer(controller, StreamRequest.of(Action.RESUME, session, stream));
            assertThat(Numbers.take(records, MORE)).isEqualTo(Numbers.range(1, MORE));
            assertThat(records.isPaused()).isFalse();

            steer(controller, StreamRequest.seek(new Start.Offset(RECORDS - 50), session, stream));
            assertThat(Numbers.take(records, 50)).isEqualTo(Numbers.range(RECORDS - 49, RECORDS));
            assertThat(Numbers.take(records, MORE)).isEqualTo(Numbers.range(1, MORE));
            steer(controller, StreamRequest.of(Action.RESTART, session, StreamRequest.ALL));
            assertThat(Numbers.take(records, RECORDS)).isEqualTo(Numbers.range(1, RECORDS));
            assertThat(Numbers.take(records, MORE)).isEqualTo(Numbers.range(1, MORE));
            assertThat(records.poll(QUIET)).isNull();

            assertThat(refusal(controller, StreamRequest.of(Action.PAUSE, session, stream + 7)))
                    .isEqualTo(ErrorCode.STREAM_UNKNOWN);
            assertThat(refusal(controller, StreamRequest.of(Action.PAUSE, new SessionId(1, 2), stream)))
                    .isEqualTo(ErrorCode.SESSION_UNKNOWN);

            operate(gateways.getLast(), gateways.getFirst(), session, stream, records);
            Await.until("the client is back", Scenario.PATIENCE, () -> client.resumes() > 0);
            assertThat(records.poll(QUIET)).isNull();

            steer(controller, StreamRequest.of(Action.STOP, session, stream));
            assertThatThrownBy(records::next).isInstanceOfSatisfying(SluiceException.class, reason -> {
                assertThat(reason.code()).isEqualTo(ErrorCode.CANCELLED);
                assertThat(reason).hasMessageContaining("by controller desk");
            });
            assertThat(refusal(controller, StreamRequest.of(Action.RESUME, session, StreamRequest.ALL)))
                    .isEqualTo(ErrorCode.NOT_POSSIBLE_NOW);

            Await.until("the audit", Scenario.PATIENCE, () -> http.api("viewer",
                    "audit?target=" + session, "").body().contains("\"outcome\":\"NOT_POSSIBLE_NOW\""));
            assertThat(http.api("viewer", "audit?target=" + session, "").body())
                    .containsSubsequence("\"action\":\"stop\"", "\"outcome\":\"STREAM_UNKNOWN\"",
                            "\"action\":\"restart\"", "\"action\":\"seek\"", "\"action\":\"resume\"",
                            "\"action\":\"pause\"")
                    .contains("\"user\":\"controller desk (", "stream " + stream + " to offset " + (RECORDS - 50));
        }
    }

    /** What the operator does who asks the wrong gateway. */
    private static void operate(LocalGateway asked, LocalGateway owner, SessionId session, long stream,
            Subscription records) throws Exception {
        String named = ":" + owner.settings().port() + "\"";
        try (GatewayHttp http = new GatewayHttp(asked)) {
            String one = "sessions/" + session + "/streams/" + stream;
            HttpResponse<String> paused = http.api("operator", one + "/pause", "{}");
            assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
            assertThat(paused.body()).contains("\"gateway\":\"", named, "\"count\":1");
            Await.until("the pause", Scenario.PATIENCE, records::isPaused);
            assertThat(http.api("operator", one + "/resume", "{}").statusCode()).isEqualTo(200);
            Await.until("no pause", Scenario.PATIENCE, () -> !records.isPaused());

            HttpResponse<String> ofOneState = http.api("operator", one + "/pause", "{}", "If-Match", "\"1.1.1\"");
            assertThat(ofOneState.statusCode()).isEqualTo(409);
            assertThat(ofOneState.body()).contains("SESSION_ELSEWHERE", "\"gateway\":\"", named);
            assertThat(http.api("operator", "sessions/" + session + "/trace", "{}").body())
                    .contains("SESSION_ELSEWHERE");
            HttpResponse<String> unknown = http.api("operator", "sessions/" + session + "/streams/99/stop", "{}");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body()).contains("STREAM_UNKNOWN");
            HttpResponse<String> cut = http.api("operator", "sessions/" + session + "/disconnect", "{}");
            assertThat(cut.statusCode()).as(cut.body()).isEqualTo(200);

            assertThat(http.api("viewer", "audit?target=" + session, "").body())
                    .containsSubsequence("\"action\":\"disconnect\"", "\"outcome\":\"STREAM_UNKNOWN\"",
                            "\"action\":\"resume\"", "\"action\":\"pause\"")
                    .contains("\"user\":\"operator\"");
        }
    }

    @Test
    void aPausedStreamGetsNothingPastWhatIsUnderWay(Scenario scenario) throws Exception {
        int many = 4000;
        LocalGateway gateway = scenario.sharedGateway();
        Topic topic = scenario.topic(1);
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Subscription records = client.subscribe(SubscribeRequest.earliest(topic.name()));
        Controller controller = scenario.connect(Scenario.address(gateway)).controller();
        var produced = scenario.start(() -> topic.writeNumbers(many, 1000));
        Numbers.take(records, 500);

        steer(controller, StreamRequest.of(Action.PAUSE, client.sessionId(), StreamRequest.ALL));
        int underWay = 0;
        while (records.poll(QUIET) != null) {
            underWay++;
        }
        produced.get();
        assertThat(records.poll(QUIET)).isNull();
        assertThat(500 + underWay).isLessThan(many / 2);
        steer(controller, StreamRequest.of(Action.RESUME, client.sessionId(), StreamRequest.ALL));
        assertThat(Numbers.take(records, many - 500 - underWay)).endsWith((long) many).startsWith(501L + underWay);
        scenario.say("under way after the pause was acknowledged: " + underWay + " records of 1000 a second");
    }

    @Test
    void publishedStreamsCanBePausedAndStoppedAndHaveNoPlaceToGoTo(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        Topic topic = scenario.topic(1);
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Controller controller = scenario.connect(Scenario.address(gateway)).controller();
        try (GatewayHttp http = new GatewayHttp(gateway);
                Publication publication = client.publish(PublishRequest.to(topic.name()))) {
            publication.send(null, Topic.number(1));
            assertThat(publication.awaitConfirmed(Scenario.PATIENCE)).isTrue();
            long stream = stream(http, client);
            assertThat(refusal(controller, StreamRequest.of(Action.RESTART, client.sessionId(), stream)))
                    .isEqualTo(ErrorCode.NOT_POSSIBLE_NOW);

            steer(controller, StreamRequest.of(Action.PAUSE, client.sessionId(), stream));
            Await.until("the pause", Scenario.PATIENCE, publication::isPaused);
            long late = publication.send(null, Topic.number(2));
            assertThat(publication.awaitConfirmed(QUIET)).isFalse();
            assertThat(http.api("viewer", "sessions/" + client.sessionId(), "").body())
                    .contains("\"state\":\"paused\"");
            steer(controller, StreamRequest.of(Action.RESUME, client.sessionId(), StreamRequest.ALL));
            assertThat(publication.awaitConfirmed(Scenario.PATIENCE)).isTrue();
            assertThat(publication.lastConfirmed()).isEqualTo(late);

            steer(controller, StreamRequest.of(Action.STOP, client.sessionId(), stream));
            assertThatThrownBy(() -> {
                while (true) {
                    publication.send(null, Topic.number(3));
                }
            }).isInstanceOfSatisfying(SluiceException.class,
                    reason -> assertThat(reason.code()).isEqualTo(ErrorCode.CANCELLED));
        }
    }

    @Test
    void sequencesArePausedAndGoOnWithoutAGap(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Controller controller = scenario.connect(Scenario.address(gateway)).controller();
        SequenceReceiver sequence = client.sequence(new SequenceRequest(400, Duration.ofMillis(5)));
        assertThat(sequence.poll(Scenario.PATIENCE)).isNotNull();

        steer(controller, StreamRequest.of(Action.PAUSE, client.sessionId(), StreamRequest.ALL));
        Await.until("the pause", Scenario.PATIENCE, sequence::isPaused);
        int taken = 1;
        while (sequence.poll(QUIET) != null) {
            taken++;
        }
        assertThat(taken).isLessThan(400);
        assertThat(sequence.verify()).isNull();
        steer(controller, StreamRequest.of(Action.RESUME, client.sessionId(), StreamRequest.ALL));
        while (sequence.next() != null) {
            taken++;
        }

        assertThat(taken).isEqualTo(400);
        assertThat(Objects.requireNonNull(sequence.verify()).isEqual()).isTrue();
    }

    @Test
    void filesThatAreReadArePausedAndArriveWhole(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        byte[] content = LibraryFiles.random(16 * 1024 * 1024, 1);
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Controller controller = scenario.connect(Scenario.address(gateway)).controller();
        LibraryFiles.put(client.library(), "paused/file", content);
        try (LibraryDownload download = client.library().download("paused/file", 0, new ByteRange(0, content.length))) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            read.writeBytes(Objects.requireNonNull(download.next()));

            steer(controller, StreamRequest.of(Action.PAUSE, client.sessionId(), StreamRequest.ALL));
            Await.until("the pause", Scenario.PATIENCE, () -> {
                takeWhatIsThere(download, read);
                return download.isPaused();
            });
            takeWhatIsThere(download, read);
            assertThat(read.size()).isLessThan(content.length);
            steer(controller, StreamRequest.of(Action.RESUME, client.sessionId(), StreamRequest.ALL));
            for (byte[] bytes = download.next(); bytes != null; bytes = download.next()) {
                read.writeBytes(bytes);
            }
            assertThat(read.toByteArray()).isEqualTo(content);
        }
    }

    private static void takeWhatIsThere(LibraryDownload download, ByteArrayOutputStream read) throws Exception {
        for (byte[] bytes = download.poll(QUIET); bytes != null; bytes = download.poll(QUIET)) {
            read.writeBytes(bytes);
        }
    }

    @Test
    void whileASessionIsTakenOverNobodyAnswersAndThenTheNewOwnerDoes(Scenario scenario) throws Exception {
        List<LocalGateway> gateways = scenario.settledCluster();
        LocalGateway first = gateways.getFirst();
        LocalGateway second = gateways.getLast();
        Topic topic = scenario.topic(1);
        topic.writeNumbers(MORE, 0);
        // However long its gateway waits for its turn to start again.
        SluiceClient client = scenario.connectAs("patient", Scenario.address(first));
        Subscription records = client.subscribe(SubscribeRequest.earliest(topic.name()));
        assertThat(Numbers.take(records, MORE)).isEqualTo(Numbers.range(1, MORE));
        Controller controller = scenario.connect(Scenario.address(second)).controller();
        StreamRequest seek = StreamRequest.seek(new Start.Offset(5), client.sessionId(), StreamRequest.ALL);

        assertThat(first.kill()).isTrue();
        assertThat(refusal(controller, seek)).isEqualTo(ErrorCode.COMMAND_TIMED_OUT);
        Await.until("the new owner", Scenario.PATIENCE,
                () -> refusal(controller, seek) == ErrorCode.NOT_POSSIBLE_NOW);

        // The client knows one gateway only, which comes back and sends it on.
        Scenario.restart(first);
        Await.until("the client", Scenario.PATIENCE, () -> client.resumes() > 0);
        Await.until("the stream", Scenario.PATIENCE, () -> refusal(controller, seek) == ErrorCode.NO_ERROR);
        assertThat(Numbers.take(records, MORE - 5)).isEqualTo(Numbers.range(6, MORE));
    }

    @Test
    void aGatewayMayLetControllersSteerTheirOwnSessionOnly(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.gateway(scenario.kafka(), Map.of("SLUICE_CONTROL_STREAMS", "own"));
        Topic topic = scenario.topic(1);
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Subscription records = client.subscribe(SubscribeRequest.earliest(topic.name()));
        Controller own = client.controller();
        Controller other = scenario.connect(Scenario.address(gateway)).controller();
        StreamRequest pause = StreamRequest.of(Action.PAUSE, client.sessionId(), StreamRequest.ALL);

        assertThat(refusal(other, pause)).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(records.isPaused()).isFalse();
        steer(own, pause);
        Await.until("the pause", Scenario.PATIENCE, records::isPaused);
    }

    @Test
    void scriptsSteerStreamsFromTheCommandLine(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        String where = "127.0.0.1:" + gateway.settings().port();
        Topic topic = scenario.topic(1);
        topic.writeNumbers(MORE, 0);
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Subscription records = client.subscribe(SubscribeRequest.earliest(topic.name()));
        Numbers.take(records, MORE);
        String session = client.sessionId().toString();

        CliProcess pause = scenario.cli("controller", "pause", "--session", session, "--json", "--gateway", where);
        assertThat(pause.awaitExit(Scenario.PATIENCE)).as(pause.err()).isEqualTo(ExitCode.OK);
        assertThat(pause.out()).contains("\"event\":\"steered\"", "\"action\":\"pause\"", "\"streams\":1");
        Await.until("the pause", Scenario.PATIENCE, records::isPaused);
        CliProcess resume = scenario.cli("controller", "resume", "--session", session, "--gateway", where);
        CliProcess unknown = scenario.cli("controller", "stop", "--session", session, "--stream", "99", "--gateway",
                where);
        CliProcess both = scenario.cli("controller", "stop", "lobby", "--session", session, "--gateway", where);
        CliProcess neither = scenario.cli("controller", "stop", "--gateway", where);
        assertThat(resume.awaitExit(Scenario.PATIENCE)).as(resume.err()).isEqualTo(ExitCode.OK);
        assertThat(resume.out()).contains("resume: session " + session + ": done to 1 stream");
        assertThat(unknown.awaitExit(Scenario.PATIENCE)).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("STREAM_UNKNOWN");
        assertThat(both.awaitExit(Scenario.PATIENCE)).isEqualTo(ExitCode.USAGE);
        assertThat(neither.awaitExit(Scenario.PATIENCE)).isEqualTo(ExitCode.USAGE);
        CliProcess seek = scenario.cli("controller", "seek", "earliest", "--session", session, "--gateway", where);
        assertThat(seek.awaitExit(Scenario.PATIENCE)).as(seek.err()).isEqualTo(ExitCode.OK);
        assertThat(Numbers.take(records, MORE)).isEqualTo(Numbers.range(1, MORE));
    }
}
