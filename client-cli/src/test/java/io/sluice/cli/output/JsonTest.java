package io.sluice.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void membersKeepTheirOrderAndTypes() {
        Json json = Json.object()
                .put("text", "a")
                .put("number", 1L)
                .put("fraction", 0.5)
                .put("truth", true)
                .put("nothing", null)
                .put("list", List.of(1, "b"))
                .put("inner", Json.object().put("x", 1));

        assertThat(json)
                .hasToString(
                        "{\"text\":\"a\",\"number\":1,\"fraction\":0.5,\"truth\":true,\"nothing\":null,"
                                + "\"list\":[1,\"b\"],\"inner\":{\"x\":1}}");
    }

    @Test
    void textIsQuotedSafely() {
        assertThat(Json.object().put("t", "\"\\\n\r\t\u0001é"))
                .hasToString("{\"t\":\"\\\"\\\\\\n\\r\\t\\u0001é\"}");
    }

    @Test
    void whatJsonCannotSayIsNull() {
        assertThat(Json.object().put("n", Double.NaN)).hasToString("{\"n\":null}");
    }
}
