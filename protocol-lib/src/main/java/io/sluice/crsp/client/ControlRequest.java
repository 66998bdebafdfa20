package io.sluice.crsp.client;

import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import java.util.List;

/**
 * What renderers are told to do.
 *
 * @param renderers their names, 1 to 1000; together they begin at the same time
 * @param item of {@link Action#PLAY}
 * @param position offset, or byte of a file, to begin at, of {@link Action#PLAY} and {@link Action#SEEK}
 * @param startAtMillis when to follow it, in milliseconds since 1970 UTC by each renderer's clock; 0 for at once
 */
public record ControlRequest(List<String> renderers, Action action, Item item, long position, long startAtMillis) {
    /** Copies {@code renderers}. */
    public ControlRequest {
        renderers = List.copyOf(renderers);
        if (renderers.isEmpty() || renderers.size() > Message.ControlCommand.MAX_RENDERERS) {
            throw new IllegalArgumentException(
                    "a command is for 1 to " + Message.ControlCommand.MAX_RENDERERS + " renderers");
        }
        if (position < 0 || position > Item.ENDLESS || startAtMillis < 0) {
            throw new IllegalArgumentException("neither a position nor a time is negative");
        }
    }

    /** Plays an item from its beginning. */
    public static ControlRequest play(Item item, String... renderers) {
        return new ControlRequest(List.of(renderers), Action.PLAY, item, 0, 0);
    }

    /** Anything that needs nothing else, as {@link Action#PAUSE}. */
    public static ControlRequest of(Action action, String... renderers) {
        return new ControlRequest(List.of(renderers), action, new Item.None(), 0, 0);
    }

    /** Goes on from elsewhere. */
    public static ControlRequest seek(long position, String... renderers) {
        return new ControlRequest(List.of(renderers), Action.SEEK, new Item.None(), position, 0);
    }

    /** The same at a later time. */
    public ControlRequest at(long epochMillis) {
        return new ControlRequest(renderers, action, item, position, epochMillis);
    }
}
