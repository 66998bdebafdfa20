package io.sluice.crsp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ItemTest {
    @Test
    void aNameSaysWhetherATopicOrAFileIsMeant() {
        assertThat(Item.named("film")).isEqualTo(Item.Topic.of("film", 0));
        assertThat(Item.named("library:films/größe, 1.mp4")).isEqualTo(Item.File.newest("films/größe, 1.mp4"));
        assertThat(Item.named("library:library:x").label()).isEqualTo("library:library:x");
        assertThat(Item.named("library:")).isEqualTo(Item.File.newest(""));
        assertThat(Item.named("../x").label()).isEqualTo("../x");
    }

    @Test
    void positionsOfAFileAreItsBytes() {
        Item file = new Item.File("film", 7, 1000, "video/mp4");
        assertThat(file.begin()).isZero();
        assertThat(file.end()).isEqualTo(1000);
        assertThat(file.isEndless()).isFalse();
        assertThat(Item.Topic.live("film", 0).isEndless()).isTrue();
    }

    @Test
    void noFileHasANegativeSizeOrVersion() {
        assertThatThrownBy(() -> new Item.File("film", -1, 0, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Item.File("film", 0, -1, "")).isInstanceOf(IllegalArgumentException.class);
    }
}
