package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.client.Library;
import io.sluice.crsp.client.PlayerListener;
import io.sluice.crsp.client.PlayerSettings;
import io.sluice.e2e.scenario.Api;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.LibraryFiles;
import io.sluice.e2e.scenario.MemoryOutput;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

            HttpResponse<byte[]> part = api.get("library/content?" + at, "Range", "bytes=262140-262150", "If-Range", tag);
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
            assertProblem(api.send("PUT", "library/content?" + at,
                    BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[5]))), 411, "LENGTH_REQUIRED");
            cutOff(api, "/api/v1/library/content?" + at);
            assertProblem(viewer.get("library/file?" + at), 404, "FILE_UNKNOWN");
        }
    }

    /** Sends less than is announced, and goes away. */
    private static void cutOff(Api api, String path) throws Exception {
        URI where = api.uri("");
        try (Socket socket = new Socket(where.getHost(), where.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PUT " + path + " HTTP/1.1\r\nHost: " + where.getAuthority() + "\r\nAuthorization: "
                    + api.authorization() + "\r\nContent-Length: 1000000\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[300_000]);
            out.flush();
        }
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
        }
    }
}
