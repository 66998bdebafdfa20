package io.sluice.admin.renderers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.admin.problem.ProblemException;
import io.sluice.gateway.control.WantedCommand;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandRequestTest {
    private static final Jsonb JSONB = JsonbBuilder.create();

    private static WantedCommand parse(String json) {
        CommandRequest request = JSONB.fromJson(json, CommandRequest.class);
        return request.renderers() == null ? request.toCommand(List.of("lobby")) : request.toCommand();
    }

    private static String refusal(String json) {
        return assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> parse(json)).actual().problem()
                .code();
    }

    @Test
    void filesAndTopicsArePlayedByTheirNames() {
        assertThat(parse("{\"action\":\"play\",\"item\":\"library:films/a b\",\"position\":5}")).isEqualTo(
                new WantedCommand(List.of("lobby"), "play", "library:films/a b", 0, false, 0, 5, 0));
        assertThat(parse("{\"action\":\"play\",\"item\":\"library:x\",\"version\":7}").version()).isEqualTo(7);
        assertThat(parse("{\"action\":\"play\",\"item\":\"film\",\"partition\":2,\"live\":true}"))
                .isEqualTo(new WantedCommand(List.of("lobby"), "play", "film", 2, true, 0, 0, 0));
    }

    @Test
    void severalCanBeToldToBeginTogether() {
        WantedCommand command = parse("""
                {"action":"resume","renderers":["lobby","größe, 2/../x"],"startAt":"2026-01-31T12:00:00Z"}""");
        assertThat(command.renderers()).containsExactly("lobby", "größe, 2/../x");
        assertThat(command.startAtMillis()).isEqualTo(1_769_860_800_000L);
    }

    @Test
    void eachMistakeIsNamed() {
        assertThat(refusal("{}")).isEqualTo("BAD_ACTION");
        assertThat(refusal("{\"action\":\"dance\"}")).isEqualTo("BAD_ACTION");
        assertThat(refusal("{\"action\":\"play\"}")).isEqualTo("BAD_ITEM");
        assertThat(refusal("{\"action\":\"seek\",\"position\":-1}")).isEqualTo("BAD_POSITION");
        assertThat(refusal("{\"action\":\"play\",\"item\":\"x\",\"partition\":-1}")).isEqualTo("BAD_PARTITION");
        assertThat(refusal("{\"action\":\"play\",\"item\":\"library:x\",\"version\":-1}"))
                .isEqualTo("BAD_VERSION");
        assertThat(refusal("{\"action\":\"stop\",\"startAt\":\"tomorrow\"}")).isEqualTo("BAD_START_AT");
        assertThat(refusal("{\"action\":\"stop\",\"renderers\":[]}")).isEqualTo("BAD_RENDERERS");
    }
}
