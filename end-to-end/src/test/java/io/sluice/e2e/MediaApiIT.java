package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.client.ControlRequest;
import io.sluice.crsp.client.Controller;
import io.sluice.crsp.client.Library;
import io.sluice.crsp.client.PlayerListener;
import io.sluice.crsp.client.PlayerSettings;
import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.PlaybackState;
import io.sluice.crsp.session.Presence;
import io.sluice.e2e.scenario.Api;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.LibraryFiles;
import io.sluice.e2e.scenario.MemoryOutput;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Files and renderers over the REST API. */
@ExtendWith(Scenarios.class)
@Execution(ExecutionMode.CONCURRENT)
class MediaApiIT {
    private static final int SIZE = 3_000_001;
    private static final Pattern NEXT = Pattern.compile("\"next\":\"/api/v1/([^\"]+)\"");

    private static void assertProblem(HttpResponse<byte[]> answer, int status, String code) {
        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(status);
        assertThat(Api.text(answer)).contains("\"code\":\"" + code + "\"");
    }

    private static HttpResponse<byte[]> good(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(Api.text(answer)).isBetween(200, 299);
        return answer;
    }

    @Test
    void filesGoInWholeAndComeOutInRanges(Scenario scenario) throws Exception {
        String base = scenario.topic(1).name();
        String name = base + "/größe, 1 & 映画+.bin";
        String at = "name=" + Api.encoded(name);
        byte[] content = LibraryFiles.random(SIZE, 1);
        try (Api api = Api.of(scenario.sharedGateway())) {
            HttpResponse<byte[]> stored = api.put("library/content?" + at, content, "Content-Type", "video/mp4");
            assertThat(stored.statusCode()).as(Api.text(stored)).isEqualTo(201);
            assertThat(Api.text(stored)).contains("\"size\":" + SIZE, "\"mediaType\":\"video/mp4\"",
                    LibraryFiles.sha256(content));
            Library library = scenario.connect(Scenario.address(scenario.sharedGateway())).library();
            assertThat(library.info(name, 0).sha256()).isEqualTo(LibraryFiles.sha256(content));

            HttpResponse<byte[]> whole = good(api.get("library/content?" + at));
            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(whole.body()).isEqualTo(content);
            assertThat(whole.headers().firstValue("Content-Type")).hasValue("video/mp4");
            assertThat(whole.headers().firstValue("Accept-Ranges")).hasValue("bytes");
            assertThat(whole.headers().firstValue("Content-Disposition").orElse(""))
                    .startsWith("attachment").contains("gr%C3%B6%C3%9Fe");
            assertThat(whole.headers().allValues("Content-Security-Policy")).anyMatch(each -> each.contains("sandbox"));
            String tag = whole.headers().firstValue("ETag").orElseThrow();

            HttpResponse<byte[]> part = api.get("library/content?" + at, "Range", "bytes=262140-262150", "If-Range",
                    tag);
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, 262_140, 262_151));
            assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 262140-262150/" + SIZE);
            assertThat(api.get("library/content?" + at, "Range", "bytes=-7").body())
                    .isEqualTo(Arrays.copyOfRange(content, SIZE - 7, SIZE));
            assertThat(api.get("library/content?" + at, "Range", "bytes=0-0", "If-Range", "\"another\"").statusCode())
                    .isEqualTo(200);
            assertProblem(api.get("library/content?" + at, "Range", "bytes=" + SIZE + "-"), 416, "RANGE_INVALID");
            HttpResponse<byte[]> head = api.send("HEAD", "library/content?" + at, BodyPublishers.noBody());
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();

            good(api.put("library/content?" + at, new byte[0]));
            assertThat(good(api.get("library/content?" + at)).body()).isEmpty();
            assertThat(Api.text(good(api.get("library/versions?" + at + "&limit=1"))))
                    .contains("\"size\":0", "\"next\":");
            String version = Long.toString(library.versions(name, 0, 2).files().getLast().version());
            assertThat(good(api.get("library/content?" + at + "&version=" + version)).body()).isEqualTo(content);
            assertThat(Api.text(good(api.get("library")))).contains("\"files\":", "\"unfinished\":");

            assertThat(Api.text(good(api.delete("library/file?" + at)))).contains("\"versions\":2");
            assertThat(Api.text(good(api.get("audit?target=" + Api.encoded(name)))))
                    .containsSubsequence("\"action\":\"remove\"", "\"action\":\"upload\"");
            assertProblem(api.get("library/file?" + at), 404, "FILE_UNKNOWN");
        }
    }

    @Test
    void filesAreListedInPages(Scenario scenario) throws Exception {
        String base = scenario.topic(1).name();
        try (Api api = Api.of(scenario.sharedGateway())) {
            for (String name : List.of("c", "a", "b, ü")) {
                good(api.put("library/content?name=" + Api.encoded(base + "/" + name), new byte[]{1}));
            }
            StringBuilder all = new StringBuilder();
            String page = "library/files?limit=1&prefix=" + Api.encoded(base + "/");
            int pages = 0;
            while (page != null) {
                String text = Api.text(good(api.get(page)));
                all.append(text);
                pages++;
                Matcher next = NEXT.matcher(text.replace("\\/", "/"));
                page = next.find() ? next.group(1) : null;
            }
            assertThat(pages).isEqualTo(3);
            assertThat(all).containsSubsequence(base + "/a", base + "/b, ü", base + "/c");
        }
    }

    @Test
    void whatIsNotStoredWholeIsNotThere(Scenario scenario) throws Exception {
        String base = scenario.topic(1).name();
        String at = "name=" + Api.encoded(base + "/file");
        try (Api api = Api.of(scenario.sharedGateway()); Api viewer = api.as("viewer")) {
            for (String name : List.of("", "../x", "/x", "a//b", "a/../b")) {
                assertProblem(api.put("library/content?name=" + Api.encoded(name), new byte[1]), 400, "NAME_INVALID");
                assertProblem(api.get("library/content?name=" + Api.encoded(name)), 400, "NAME_INVALID");
            }
            String wrong = "sha-256=:" + Base64.getEncoder().encodeToString(new byte[32]) + ":";
            assertProblem(api.put("library/content?" + at, new byte[5], "Repr-Digest", wrong), 400,
                    "CHECKSUM_MISMATCH");
            assertProblem(viewer.put("library/content?" + at, new byte[5]), 403, "FORBIDDEN");
            assertProblem(viewer.delete("library/file?" + at), 403, "FORBIDDEN");
            assertThat(answerToChunks(api, "/api/v1/library/content?" + at)).startsWith("HTTP/1.1 411");
            cutOff(api, "/api/v1/library/content?" + at);
            assertProblem(viewer.get("library/file?" + at), 404, "FILE_UNKNOWN");
        }
    }

    /** Sends less than is announced, and goes away. */
    private static void cutOff(Api api, String path) throws Exception {
        try (Socket socket = put(api, path, "Content-Length: 1000000")) {
            socket.getOutputStream().write(new byte[300_000]);
            socket.getOutputStream().flush();
        }
    }

    /** Sends a body whose length is not announced; the first line of the answer. */
    private static String answerToChunks(Api api, String path) throws Exception {
        try (Socket socket = put(api, path, "Transfer-Encoding: chunked")) {
            socket.getOutputStream().write("5\r\nhello\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private static Socket put(Api api, String path, String header) throws Exception {
        URI where = api.uri("");
        Socket socket = new Socket(where.getHost(), where.getPort());
        socket.getOutputStream().write(("PUT " + path + " HTTP/1.1\r\nHost: " + where.getAuthority()
                + "\r\nAuthorization: " + api.authorization() + "\r\n" + header + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void renderersAreSteeredOverTheApi(Scenario scenario) throws Exception {
        String base = scenario.topic(1).name();
        var client = scenario.connect(Scenario.address(scenario.sharedGateway()));
        byte[] content = LibraryFiles.random(SIZE, 2);
        LibraryFiles.put(client.library(), base + "/film", content);
        MemoryOutput output = new MemoryOutput();
        String name = base + " größe";
        client.player(name, "test", new PlayerSettings(20_000, 64 * 1024), output, PlayerListener.NONE);
        String path = "renderers/" + Api.encoded(name).replace("+", "%20");
        String film = "\"library:" + base + "/film\"";
        try (Api api = Api.of(scenario.sharedGateway()); Api viewer = api.as("viewer")) {
            String played = Api.text(good(api.post(path + "/commands", "{\"action\":\"play\",\"item\":" + film + "}")));
            assertThat(played).contains("\"renderer\":\"" + name + "\"", "\"code\":\"NO_ERROR\"", "\"command\":");
            Await.until("some of it", Scenario.PATIENCE, () -> output.chunks() > 1);
            good(api.post(path + "/commands", "{\"action\":\"pause\"}"));
            String seen = Api.text(good(viewer.get(path)));
            assertThat(seen).contains("\"state\":\"paused\"", "\"presence\":\"here\"", "\"by\":\"admin (API)\"",
                    "\"item\":\"library:" + base + "/film\"", "\"acknowledged\":true", "\"end\":" + SIZE);
            good(api.post(path + "/commands", "{\"action\":\"seek\",\"position\":" + (SIZE - 9) + "}"));
            good(api.post("commands", "{\"action\":\"resume\",\"renderers\":[\"" + name + "\"]}"));
            Await.until("its end", Scenario.PATIENCE,
                    () -> Api.text(viewer.get(path)).contains("\"state\":\"ended\""));
            assertThat(output.bytes()).endsWith(Arrays.copyOfRange(content, SIZE - 9, SIZE));
            good(api.post(path + "/commands", "{\"action\":\"stop\"}"));

            assertProblem(viewer.post(path + "/commands", "{\"action\":\"stop\"}"), 403, "FORBIDDEN");
            assertProblem(api.post(path + "/commands", "{\"action\":\"pause\"}"), 409, "NOTHING_TO_PLAY");
            assertProblem(api.post("renderers/nobody-" + base + "/commands", "{\"action\":\"stop\"}"), 404,
                    "RENDERER_UNKNOWN");
            assertProblem(api.post(path + "/commands", "{\"action\":\"play\",\"item\":\"library:" + base + "\"}"), 404,
                    "ITEM_UNKNOWN");
            assertProblem(api.post(path + "/commands", "{\"action\":\"play\",\"item\":\"library:../x\"}"), 400,
                    "ITEM_NAME_INVALID");
            assertProblem(api.post(path + "/commands", "{\"action\":\"play\",\"item\":\"../x\"}"), 400,
                    "ITEM_NAME_INVALID");
            assertProblem(api.post(path + "/commands", "{\"action\":\"dance\"}"), 400, "BAD_ACTION");
            assertProblem(api.get("renderers/nobody-" + base), 404, "RENDERER_UNKNOWN");
            assertThat(Api.text(good(viewer.get("renderers?limit=1000")))).contains("\"name\":\"" + name + "\"");
            assertThat(Api.text(good(viewer.get("audit?limit=1000&target=" + Api.encoded(name)))))
                    .containsSubsequence("\"outcome\":\"NOTHING_TO_PLAY\"", "\"action\":\"seek\"",
                            "\"action\":\"pause\"", "\"action\":\"play\"")
                    .contains("\"detail\":\"library:" + base + "/film\"", "\"outcome\":\"DONE\"");
        }
    }

    /** A page without a browser: what it is told, in order. */
    private static final class Page implements WebSocket.Listener {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();

        private static WebSocket open(Api api, Page page, String... headers) throws Exception {
            URI where = api.uri("");
            WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder()
                    .connectTimeout(Scenario.PATIENCE);
            for (int i = 0; i < headers.length; i += 2) {
                builder.header(headers[i], headers[i + 1]);
            }
            return builder.buildAsync(URI.create("ws://" + where.getAuthority() + "/socket/renderer"), page).get();
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                told.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private String next(String type) throws Exception {
            String message = told.poll(Scenario.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(message).as("what is told next").isNotNull().contains("\"type\":\"" + type + "\"");
            return String.valueOf(message);
        }
    }

    private static void say(WebSocket socket, String message) throws Exception {
        socket.sendText(message.replace('\'', '"'), true).get();
    }

    private static long number(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
        assertThat(found.find()).as(name + " in " + json).isTrue();
        return Long.parseLong(found.group(1));
    }

    private static void state(WebSocket socket, long command, String state) throws Exception {
        say(socket, "{'type':'state','command':" + command + ",'state':'" + state + "','item':{'kind':'none'},"
                + "'position':3,'buffered':0,'rate':0,'atMillis':1700000000000}");
    }

    @Test
    void aBrowserIsARendererLikeAnyOther(Scenario scenario) throws Exception {
        Topic text = scenario.topic(1);
        text.write(200, 0, number -> new ProducerRecord<>(
                text.name(), 0, null, ("größe " + number).getBytes(StandardCharsets.UTF_8)));
        String name = text.name() + " browser";
        String register = "{'type':'register','name':'" + name + "','client':'0123456789abcdef0123'}";
        try (Api api = Api.of(scenario.sharedGateway());
                Controller controller = scenario.connect(Scenario.address(scenario.sharedGateway())).controller()) {
            Page page = new Page();
            WebSocket socket = Page.open(api, page, "Authorization", api.authorization());
            say(socket, register);
            page.next("registered");

            var played = controller.command(ControlRequest.play(Item.named(text.name()), name)).get(name);
            String play = page.next("command");
            assertThat(play).contains("\"action\":\"play\"", "\"name\":\"" + text.name() + "\"", "\"end\":200");
            long id = number(play, "id");
            say(socket, "{'type':'read','reading':1,'place':" + id + ",'position':0,'bytes':1}");
            assertThat(page.next("record")).contains("\"offset\":0", "\"text\":\"größe 1\"");
            assertThat(Objects.requireNonNull(played)).as("it is not acknowledged yet").isNotDone();
            state(socket, id, "playing");
            played.get();
            assertThat(Objects.requireNonNull(controller.renderer(name)).state()).isEqualTo(PlaybackState.PLAYING);
            assertThat(page.told).as("there was room for one record").isEmpty();
            long offset = 1;
            say(socket, "{'type':'more','reading':1,'bytes':100000}");
            while (offset < 200) {
                String record = page.next("record");
                assertThat(number(record, "offset")).isEqualTo(offset);
                offset++;
                say(socket, "{'type':'more','reading':1,'bytes':" + number(record, "cost") + "}");
            }
            page.next("end");

            // Its connection is lost, and meanwhile it is paused.
            socket.abort();
            Await.until("the renderer to be away", Scenario.PATIENCE,
                    () -> Objects.requireNonNull(controller.renderer(name)).presence() == Presence.AWAY);
            var paused = controller.command(ControlRequest.of(Action.PAUSE, name)).get(name);
            Page other = new Page();
            WebSocket stranger = Page.open(api, other, "Authorization", api.authorization());
            say(stranger, register.replace("0123456789abcdef0123", "another-page-of-this-user"));
            assertThat(other.next("refused")).contains("RENDERER_TAKEN");
            stranger.abort();
            Page again = new Page();
            WebSocket back = Page.open(api, again, "Authorization", api.authorization());
            say(back, register);
            again.next("registered");
            String pause = again.next("command");
            assertThat(pause).contains("\"action\":\"pause\"");
            assertThat(number(pause, "place")).isEqualTo(id);
            state(back, number(pause, "id"), "paused");
            try {
                Objects.requireNonNull(paused).get();
            } catch (ExecutionException e) {
                // The machine was slower than the command's time; it was followed all the same.
                assertThat(e.getCause()).hasMessageContaining("did not acknowledge");
            }
            Await.until("the renderer to be paused", Scenario.PATIENCE,
                    () -> Objects.requireNonNull(controller.renderer(name)).state() == PlaybackState.PAUSED);
            say(back, "{'type':'leave'}");
            Await.until("the renderer to be gone", Scenario.PATIENCE,
                    () -> Objects.requireNonNull(controller.renderer(name)).presence() == Presence.GONE);
            back.abort();
        }
    }

    @Test
    void onlyWhoIsSignedInAndOfThisSiteBecomesARenderer(Scenario scenario) throws Exception {
        try (Api api = Api.of(scenario.sharedGateway())) {
            assertThatThrownBy(() -> Page.open(api, new Page()))
                    .hasCauseInstanceOf(WebSocketHandshakeException.class);
            assertThatThrownBy(() -> Page.open(api, new Page(), "Authorization", api.authorization(), "Origin",
                    "http://evil.example")).hasCauseInstanceOf(IOException.class);
            WebSocket socket = Page.open(api, new Page(), "Authorization", api.authorization(), "Origin",
                    "http://" + api.uri("").getAuthority());
            socket.abort();
        }
    }
}
