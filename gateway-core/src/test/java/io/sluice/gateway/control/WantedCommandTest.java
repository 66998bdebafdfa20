package io.sluice.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

class WantedCommandTest {
    private static Message.ControlCommand command(String action, String item, boolean live, long version) {
        return new WantedCommand(List.of("lobby"), action, item, 2, live, version, 5, 1000).toMessage();
    }

    @Test
    void filesAndTopicsAreToldApartByTheirNames() {
        assertThat(command("play", "library:films/a b", false, 7)).isEqualTo(new Message.ControlCommand(
                1, List.of("lobby"), Action.PLAY, new Item.File("films/a b", 7, 0, ""), 5, 1000));
        assertThat(command("play", "film", false, 0).item()).isEqualTo(Item.Topic.of("film", 2));
        assertThat(command("play", "film", true, 0).item()).isEqualTo(Item.Topic.live("film", 2));
    }

    @Test
    void allActionsAreKnownAndOnlyPlayHasAnItem() {
        for (String action : WantedCommand.ACTIONS) {
            assertThat(command(action, "film", false, 0).item() instanceof Item.None).as(action)
                    .isEqualTo(!action.equals(WantedCommand.PLAY));
        }
    }

    @Test
    void whatIsNoCommandIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> command("dance", "", false, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> command("play", "library:x", false, -1));
    }
}
