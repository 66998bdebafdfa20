package io.sluice.gateway.control;

import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.PlaybackState;
import io.sluice.crsp.session.Presence;
import io.sluice.crsp.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a renderer.
 *
 * @param state null for a command whose renderer is not known yet
 * @param commandId of the newest command, 0 for none
 * @param command the newest one
 */
record ControlEntry(
        String name, @Nullable RendererRecord state, long commandId, @Nullable CommandRecord command) {
    /** The item that commands lead to. */
    Item item() {
        return command == null ? new Item.None() : command.item().toItem();
    }

    /** True if the newest command is this one. */
    boolean isOf(String session, long stream, long request) {
        return command != null && command.session().equals(session) && command.stream() == stream
                && command.request() == request;
    }

    /** When something was written of it last, by the gateway's clock. */
    long seenMillis() {
        long said = command == null ? 0 : command.atMillis();
        return state == null ? said : Math.max(said, state.seenMillis());
    }

    /** The newest command for its renderer, or null. */
    Message.@Nullable RendererCommand toCommand() {
        CommandRecord newest = command;
        return newest == null
                ? null
                : new Message.RendererCommand(commandId, Action.valueOf(newest.action()), newest.item().toItem(),
                        newest.position(), newest.place() == 0 ? commandId : newest.place(), newest.startAtMillis(),
                        newest.by());
    }

    /** For controllers; null if no renderer is known. */
    Message.@Nullable RendererSeen toSeen() {
        RendererRecord known = state;
        if (known == null) {
            return null;
        }
        CommandRecord newest = command;
        return new Message.RendererSeen(name, known.kind(), Presence.valueOf(known.presence()), known.gateway(),
                commandId, newest == null ? Action.STOP : Action.valueOf(newest.action()),
                newest == null ? "" : newest.by(), known.command(), PlaybackState.valueOf(known.state()),
                known.item().toItem(), known.position(), known.buffered(), known.rate(), code(known), known.text(),
                known.atMillis());
    }

    private static ErrorCode code(RendererRecord known) {
        return ErrorCode.valueOf(known.code());
    }
}
