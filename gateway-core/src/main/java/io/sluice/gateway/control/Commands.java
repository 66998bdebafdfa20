package io.sluice.gateway.control;

import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import org.jspecify.annotations.Nullable;

/** How a renderer's commands follow on each other. */
final class Commands {
    private Commands() {}

    /** The id of the command at this offset: never 0, and rising. */
    static long id(long offset) {
        return offset + 1;
    }

    /** True for what has a meaning only if there is something to play. */
    static boolean needsItem(Action action) {
        return switch (action) {
            case PAUSE, RESUME, RESTART, SEEK -> true;
            case PLAY, STOP -> false;
        };
    }

    static boolean isNothing(Item item) {
        return item instanceof Item.None;
    }

    /** A command with all that is needed to follow it, whether or not those before it were. */
    static CommandRecord next(
            @Nullable ControlEntry entry, ControllerPort by, Message.ControlCommand wanted, long nowMillis) {
        CommandRecord before = entry == null ? null : entry.command();
        Item item = entry == null ? new Item.None() : entry.item();
        long position = before == null ? 0 : before.position();
        long place = before == null || entry == null ? 0 : before.place() == 0 ? entry.commandId() : before.place();
        switch (wanted.action()) {
            case PLAY -> {
                item = wanted.item();
                position = within(item, wanted.position());
                place = 0;
            }
            case RESTART -> {
                position = within(item, 0);
                place = 0;
            }
            case SEEK -> {
                position = within(item, wanted.position());
                place = 0;
            }
            case STOP -> {
                item = new Item.None();
                position = 0;
                place = 0;
            }
            case PAUSE, RESUME -> {
            }
        }
        return new CommandRecord(CommandRecord.SCHEMA, wanted.action().name(), ItemRecord.of(item), position, place,
                wanted.startAtMillis(), by.by(), by.sessionId(), by.stream(), wanted.requestId(), nowMillis);
    }

    private static long within(Item item, long position) {
        return Math.clamp(position, item.begin(), Math.max(item.begin(), item.end()));
    }
}
