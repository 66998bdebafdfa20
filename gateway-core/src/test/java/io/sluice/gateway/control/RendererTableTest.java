package io.sluice.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Presence;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RendererTableTest {
    private static final Item FILM = new Item.Topic("film", 0, 3, 9);

    private final RendererTable table = new RendererTable(3);

    private static RendererRecord of(String session) {
        return RendererRecord.begin("file", session, 1, "gw1", 1000);
    }

    private static CommandRecord command(Action action) {
        return new CommandRecord(CommandRecord.SCHEMA, action.name(), ItemRecord.of(FILM), 3, 0, 0, "me", "s", 1, 1, 0);
    }

    @Test
    void aNameBelongsToItsFirstSessionUntilThatLetsGo() {
        assertThat(table.onState("lobby", of("one"))).isTrue();
        assertThat(table.onState("lobby", of("two"))).isFalse();
        assertThat(state("lobby").session()).isEqualTo("one");

        table.onState("lobby", of("one").with(Presence.AWAY, "gw1", 2000));
        assertThat(table.onState("lobby", of("two"))).isFalse();

        table.onState("lobby", of("one").with(Presence.GONE, "gw1", 3000));
        assertThat(table.onState("lobby", of("two"))).isTrue();
        assertThat(state("lobby").session()).isEqualTo("two");
    }

    @Test
    void aCommandThatComesBeforeItsRendererIsKept() {
        // Compaction leaves the newest of each key: a state that is written often comes after its command.
        table.onCommand("lobby", 8, command(Action.PLAY));
        table.onState("lobby", of("one"));

        ControlEntry entry = Objects.requireNonNull(table.get("lobby"));
        assertThat(entry.commandId()).isEqualTo(8);
        assertThat(entry.item()).isEqualTo(FILM);
        assertThat(Objects.requireNonNull(entry.toCommand()).place()).isEqualTo(8);
    }

    @Test
    void whatIsForgottenLeavesNothing() {
        table.onState("lobby", of("one"));
        table.onCommand("lobby", 8, command(Action.PLAY));
        table.onCommand("lobby", 9, null);
        table.onState("lobby", null);

        assertThat(table.get("lobby")).isNull();
        assertThat(table.names()).isEmpty();
    }

    @Test
    void moreNamesThanAllowedAreLeftOut() {
        for (String name : new String[]{"a", "b", "c"}) {
            assertThat(table.onState(name, of("one"))).isTrue();
        }
        assertThat(table.isFull()).isTrue();
        assertThat(table.onState("d", of("one"))).isFalse();
        assertThat(table.onState("b", of("one"))).isTrue();
        assertThat(table.names()).containsExactly("a", "b", "c");
    }

    private RendererRecord state(String name) {
        return Objects.requireNonNull(Objects.requireNonNull(table.get(name)).state());
    }
}
