package io.sluice.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.admin.api.MessageView.Content;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageViewTest {
    @Test
    void textIsShownAsTextAndOtherBytesAsBase64() {
        assertThat(Content.of("grün".getBytes(StandardCharsets.UTF_8))).isEqualTo(new Content("grün", null, 5));
        assertThat(Content.of(new byte[]{(byte) 0xff, 0})).isEqualTo(new Content(null, "/wA=", 2));
        assertThat(Content.of(new byte[0])).isEqualTo(new Content("", null, 0));
        assertThat(Content.of(null)).isNull();
    }

    @Test
    void aLongValueIsCutOffAndSaysHowLongItIs() {
        Content content = Content.of("x".repeat(MessageView.SHOWN_BYTES + 1).getBytes(StandardCharsets.UTF_8));

        assertThat(content).isEqualTo(
                new Content("x".repeat(MessageView.SHOWN_BYTES), null, MessageView.SHOWN_BYTES + 1));
    }
}
