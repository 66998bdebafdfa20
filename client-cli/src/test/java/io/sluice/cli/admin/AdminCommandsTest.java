package io.sluice.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AdminCommandsTest {
    private static final String ID = "a81bc81bdead4e5dabff90865d1e13b1";
    private static final String SESSION = """
            {"id":"%s","state":"ACTIVE","clientName":"screen-17","remoteAddress":"10.1.2.3:50412","epoch":2,
            "createdAt":"2026-01-31T12:00:00Z","changedAt":"2026-01-31T12:04:11Z","gatewayId":"gateway-1",
            "streams":[{"id":1,"kind":"delivery","topic":"orders","position":"0:118","delivered":118,"lag":2,
            "state":"catching up"}]}""".formatted(ID);

    private record Answer(int status, String body) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final HttpServer server;

    AdminCommandsTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void listen() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            asked.add(request + " " + body);
            Answer answer = answers.getOrDefault(request, new Answer(404,
                    "{\"code\":\"SESSION_UNKNOWN\",\"title\":\"Session unknown\",\"detail\":\"There is none.\"}"));
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort()));
        return new CommandLine(new AdminCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    private ApiClient client() {
        return new ApiClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), "admin",
                "secret");
    }

    @Test
    void withoutAPasswordNothingIsAsked() {
        assertThat(run("sessions", "list")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("SLUICE_API_PASSWORD");
        assertThat(asked).isEmpty();
    }

    @Test
    void anAddressThatIsNoneIsExplained() {
        assertThat(new CommandLine(new AdminCommand()).setErr(new PrintWriter(err))
                .execute("audit", "--url", "gateway.example.org")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("https://gateway.example.org");
    }

    @Test
    void aRefusalSaysWhatTheGatewaySaidWithAnExitCodeOfItsKind() {
        answers.put("GET /api/v1/a",
                new Answer(403, "{\"code\":\"FORBIDDEN\",\"title\":\"Forbidden\",\"detail\":\"No.\"}"));
        answers.put("GET /api/v1/b", new Answer(409, "{\"code\":\"SESSION_ELSEWHERE\",\"detail\":\"Ask gateway-2.\"}"));
        answers.put("GET /api/v1/c", new Answer(503, "{\"code\":\"NOT_READY\",\"detail\":\"Later.\"}"));
        answers.put("GET /api/v1/d", new Answer(200, "<html>"));

        try (ApiClient client = client()) {
            assertThat(refusal(client, "a")).isEqualTo(ExitCode.REJECTED + " FORBIDDEN: Forbidden No.");
            assertThat(refusal(client, "b")).startsWith(ExitCode.NOT_FOLLOWED + " SESSION_ELSEWHERE")
                    .endsWith("Ask gateway-2.");
            assertThat(refusal(client, "c")).startsWith(ExitCode.UNREACHABLE + " NOT_READY");
            assertThat(refusal(client, "d")).startsWith(ExitCode.UNREACHABLE + " ").contains("no gateway of Sluice");
            assertThat(refusal(client, "e")).startsWith(ExitCode.USAGE + " SESSION_UNKNOWN");
        }
    }

    private static String refusal(ApiClient client, String resource) {
        try {
            return "nothing refused: " + client.get(resource, Map.of());
        } catch (CliException e) {
            return e.exitCode() + " " + e.getMessage() + " " + e.hint();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void parametersAreEncodedAndEmptyOnesLeftOut() throws Exception {
        answers.put("GET /api/v1/sessions?client=a%26b%20c", new Answer(200, "{\"items\":[],\"total\":0}"));

        try (ApiClient client = client()) {
            client.get("sessions", new TreeMap<>(Map.of("client", "a&b c", "topic", "")));
        }

        assertThat(asked).containsExactly("GET /api/v1/sessions?client=a%26b%20c ");
    }

    @Test
    void aSessionIsToldInLinesAndForMachinesAsItCame() throws Exception {
        answers.put("GET /api/v1/sessions/" + ID, new Answer(200, "{\"tag\":\"1\",\"session\":" + SESSION
                + ",\"connection\":{\"rttMillis\":31.25,\"congestionWindow\":48000,\"packetsLost\":3,"
                + "\"packetsSent\":811,\"datagramBytes\":1452}}"));

        try (ApiClient client = client()) {
            var details = client.get("sessions/" + ID, Map.of());
            assertThat(AdminSessionsShowCommand.text(details)).contains("ACTIVE since 2026-01-31T12:04:11Z",
                    "1 delivery orders at 0:118, 2 behind, catching up", "round trip 31.25 ms",
                    "3 of 811 packets lost");
            assertThat(Answers.event("session", details).toString()).startsWith("{\"event\":\"session\",\"tag\":\"1\"")
                    .contains("\"rttMillis\":31.25", "\"lag\":2");
        }
    }

    private int runSignedIn(Path folder, String... arguments) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "secret");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--password-file", password.toString()));
        return run(all.toArray(String[]::new));
    }

    @Test
    void anAddressIsBannedForATimeAndTheBanIsLifted(@TempDir Path folder) throws Exception {
        String ban = "{\"address\":\"203.0.113.7\",\"until\":\"2026-01-31T13:00:00Z\",\"by\":\"admin\",\"reason\":\"floods\","
                + "\"at\":\"2026-01-31T12:00:00Z\"}";
        String done = "{\"ban\":" + ban + ",\"sessions\":3}";
        answers.put("PUT /api/v1/bans/203.0.113.7", new Answer(200, done));
        answers.put("POST /api/v1/sessions/" + ID + "/ban", new Answer(200, done));
        answers.put("GET /api/v1/bans?limit=100", new Answer(200, "{\"items\":[" + ban + "],\"total\":1}"));
        answers.put("DELETE /api/v1/bans/203.0.113.7", new Answer(200, done));

        assertThat(runSignedIn(folder, "bans", "add", "203.0.113.7", "--for", "90m", "--reason", "floods")).isZero();
        assertThat(runSignedIn(folder, "sessions", "ban", ID)).isZero();
        assertThat(runSignedIn(folder, "bans", "list")).isZero();
        assertThat(runSignedIn(folder, "bans", "lift", "203.0.113.7")).isZero();

        assertThat(asked).containsExactly(
                "PUT /api/v1/bans/203.0.113.7 {\"seconds\":5400,\"reason\":\"floods\"}",
                "POST /api/v1/sessions/" + ID + "/ban {}",
                "GET /api/v1/bans?limit=100 ",
                "DELETE /api/v1/bans/203.0.113.7 ");
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Table table = new Table("A", "LONG");
        table.row("wide", "b");

        assertThat(table.toString().lines()).containsExactly("A     LONG", "wide  b");
    }
}
