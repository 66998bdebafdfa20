package io.sluice.admin.api;

import io.sluice.gateway.kafka.TopicMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of a topic.
 *
 * @param timestamp ISO-8601 instant
 * @param key null if it has none
 * @param value null if it has none
 * @param headers in their order
 */
public record MessageView(int partition, long offset, String timestamp, @Nullable Content key,
        @Nullable Content value, List<HeaderView> headers) {
    /** Bytes of a key, value or header that are shown; the rest is left out. */
    static final int SHOWN_BYTES = 4096;

    /** Copies {@code headers}. */
    public MessageView {
        headers = List.copyOf(headers);
    }

    /**
     * Some bytes.
     *
     * @param text the bytes if they are UTF-8, or null
     * @param base64 the bytes if they are not, or null
     * @param bytes how many there are; what is shown is cut off
     */
    public record Content(@Nullable String text, @Nullable String base64, int bytes) {
        static @Nullable Content of(byte @Nullable [] bytes) {
            if (bytes == null) {
                return null;
            }
            String text = text(bytes);
            byte[] shown = Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN_BYTES));
            return text != null
                    ? new Content(text.length() > SHOWN_BYTES ? text.substring(0, SHOWN_BYTES) : text, null,
                            bytes.length)
                    : new Content(null, Base64.getEncoder().encodeToString(shown), bytes.length);
        }

        private static @Nullable String text(byte[] bytes) {
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException notText) {
                return null;
            }
        }
    }

    /** A header. */
    public record HeaderView(String name, @Nullable Content value) {
    }

    static MessageView of(TopicMessage message) {
        return new MessageView(message.partition(), message.offset(),
                Instant.ofEpochMilli(message.timestampMillis()).toString(), Content.of(message.key()),
                Content.of(message.value()), message.headers().stream()
                        .map(header -> new HeaderView(header.name(), Content.of(header.value()))).toList());
    }
}
