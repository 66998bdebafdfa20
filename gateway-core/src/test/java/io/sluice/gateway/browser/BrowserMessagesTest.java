package io.sluice.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.PlaybackState;
import io.sluice.crsp.wire.ErrorCode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrowserMessagesTest {
    private static final Item FILM = new Item.File("größe, 1.mp4", 7, 1000, "video/mp4");

    @Test
    void itemsComeBackAsTheyWere() {
        for (Item item : List.of(new Item.None(), new Item.Topic("film", 2, 3, 9), Item.Topic.live("film", 0), FILM)) {
            JsonObject json = Json.createObjectBuilder().add("item", BrowserMessages.item(item)).build();
            assertThat(BrowserMessages.item(json)).isEqualTo(item);
        }
    }

    @Test
    void aCommandSaysAllThatIsNeededToFollowIt() {
        assertThat(BrowserMessages.command(new Message.RendererCommand(42, Action.SEEK, FILM, 5, 41, 1000, "me")))
                .isEqualTo("{\"type\":\"command\",\"id\":42,\"action\":\"seek\",\"item\":{\"kind\":\"file\","
                        + "\"name\":\"größe, 1.mp4\",\"version\":7,\"size\":1000,\"mediaType\":\"video/mp4\"},"
                        + "\"position\":5,\"place\":41,\"startAtMillis\":1000,\"by\":\"me\"}");
    }

    @Test
    void aStateIsRead() {
        JsonObject json = BrowserMessages.parse("""
                {"type":"state","command":42,"state":"playing","item":{"kind":"none"},"position":5,"buffered":6,
                 "rate":7,"atMillis":8}""");
        assertThat(BrowserMessages.type(json)).isEqualTo("state");
        assertThat(BrowserMessages.state(json)).isEqualTo(new Message.RendererState(
                42, PlaybackState.PLAYING, new Item.None(), 5, 6, 7, ErrorCode.NO_ERROR, "", 8));
    }

    @Test
    void whatIsMalformedIsRefused() {
        for (String bad : List.of("", "[]", "{", "nonsense")) {
            assertThatIllegalArgumentException().isThrownBy(() -> BrowserMessages.parse(bad));
        }
        for (String bad : List.of("{}", "{\"command\":-1}", "{\"command\":\"x\"}",
                "{\"command\":1,\"state\":\"dancing\"}",
                "{\"command\":1,\"state\":\"idle\",\"item\":{\"kind\":\"tune\"}}",
                "{\"command\":1,\"state\":\"idle\",\"position\":0,\"buffered\":0,\"rate\":0,\"code\":\"NONE\"}")) {
            assertThatIllegalArgumentException().as(bad)
                    .isThrownBy(() -> BrowserMessages.state(BrowserMessages.parse(bad)));
        }
    }
}
