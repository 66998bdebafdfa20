package io.sluice.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Session records as JSON, both ways. */
class SessionCodecTest {
    private final SessionCodec codec = new SessionCodec();

    private static SessionRecord record(List<StoredStream> streams) {
        return new SessionRecord(1, new SessionId(1, 2).toString(), SessionRecord.DETACHED, 7, "Bühne \"2\", links",
                "gateway-1", 30_000, 1, 2, 3L, streams);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void everyFieldComesBack() {
        SessionRecord record = record(List.of(
                new StoredStream(1, StoredStream.DELIVERY, "orders", Map.of("0", 5L, "7", Long.MAX_VALUE), 0, null),
                new StoredStream(2, StoredStream.INGEST, "points", Map.of(), 99, null),
                new StoredStream(3, StoredStream.SEQUENCE, "sluice.sequences", Map.of(), 4,
                        new StoredSequence(Long.MIN_VALUE, 65_535, 20, 1_800_000_000_000L))));
        assertThat(codec.decode(codec.encode(record))).isEqualTo(record);
    }

    @Test
    void aSessionWithoutDeadlineAndStreamsComesBack() {
        SessionRecord record = new SessionRecord(1, new SessionId(1, 2).toString(), SessionRecord.ACTIVE, 0, "", "",
                0, 0, 0, null, List.of());
        assertThat(codec.decode(codec.encode(record))).isEqualTo(record);
    }

    @Test
    void fieldsOfANewerGatewayAreLeftOut() {
        String json = new String(codec.encode(record(List.of())), StandardCharsets.UTF_8);
        String more = json.replaceFirst("\\{", "{\"owner\":{\"a\":[1,{}]},\"tags\":[\"x\",[]],\"note\":null,");
        assertThat(codec.decode(bytes(more))).isEqualTo(record(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "{}", "{\"schema\":1}", "{\"schema\":1,\"id\":7}",
        "{\"schema\":2,\"id\":\"a\",\"state\":\"ACTIVE\"}", "{\"schema\":1,\"id\":\"a\",\"state\":\"ACTIVE\"",
        "{\"schema\":1,\"id\":\"a\",\"state\":\"ACTIVE\",\"streams\":[{\"number\":1}]}"})
    void whatIsNoSessionIsRefused(String text) {
        assertThatThrownBy(() -> codec.decode(bytes(text))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void progressComesBackAndNothingElseIsTakenForIt() {
        assertThat(SessionCodec.decodeProgress(SessionCodec.encodeProgress(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> SessionCodec.decodeProgress(bytes("{\"schema\":2,\"lastSequence\":1}")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SessionCodec.decodeProgress(bytes("{\"schema\":1,\"lastSequence\":x}")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
