package io.sluice.gateway.control;

import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What renderers are to do, for callers that do not speak the protocol.
 *
 * @param renderers their names, 1 to {@link #MAX_RENDERERS}
 * @param action one of {@link #ACTIONS}
 * @param item of play: the name of a topic, or {@code library:} and that of a file; empty for other actions
 * @param partition of a topic
 * @param live of a topic: whether what is written later is played, too
 * @param version of a file, or 0 for the newest
 * @param position of play and seek: offset of a topic, or byte of a file
 * @param startAtMillis when all follow it together, since 1970 UTC; 0 for at once
 */
public record WantedCommand(List<String> renderers, String action, String item, int partition, boolean live,
        long version, long position, long startAtMillis) {
    /** The most renderers of one command. */
    public static final int MAX_RENDERERS = Message.ControlCommand.MAX_RENDERERS;

    /** The largest position or version. */
    public static final long MAX_NUMBER = Item.ENDLESS;

    /** What they can be told. */
    public static final List<String> ACTIONS = Arrays.stream(Action.values())
            .map(action -> action.name().toLowerCase(Locale.ROOT)).toList();

    /** The action that needs an item. */
    public static final String PLAY = "play";

    /** Copies {@code renderers}. */
    public WantedCommand {
        renderers = List.copyOf(renderers);
        if (renderers.isEmpty() || renderers.size() > MAX_RENDERERS || !ACTIONS.contains(action) || partition < 0
                || version < 0 || version > MAX_NUMBER || position < 0 || position > MAX_NUMBER || startAtMillis < 0) {
            throw new IllegalArgumentException("no command: " + action + " for " + renderers.size() + " renderers");
        }
    }

    Message.ControlCommand toMessage() {
        return new Message.ControlCommand(1, renderers, Action.valueOf(action.toUpperCase(Locale.ROOT)),
                action.equals(PLAY) ? wantedItem() : new Item.None(), position, startAtMillis);
    }

    private Item wantedItem() {
        return switch (Item.named(item)) {
            case Item.File file -> new Item.File(file.name(), version, 0, "");
            case Item other when live -> Item.Topic.live(other.label(), partition);
            case Item other -> Item.Topic.of(other.label(), partition);
        };
    }
}
