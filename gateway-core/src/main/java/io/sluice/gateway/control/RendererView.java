package io.sluice.gateway.control;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A renderer and what it does, for operators and programs.
 *
 * @param presence {@code here}, {@code away} while its connection is lost, or {@code gone}
 * @param gateway where it is connected, or was last
 * @param state as {@code playing}
 * @param item null if it plays nothing
 * @param position offset of a topic, or byte of a file
 * @param buffered bytes that it has received ahead
 * @param rate bytes a second
 * @param code why it could not do what it was told, or null
 * @param message the same for people
 * @param since when the state began, by the renderer's clock
 * @param command the newest, or null if none was given
 */
public record RendererView(String name, String kind, String presence, String gateway, String state,
        @Nullable ItemView item, long position, long buffered, long rate, @Nullable String code,
        @Nullable String message, Instant since, @Nullable GivenCommand command) {

    /**
     * A command that was given.
     *
     * @param by whoever gave it
     * @param acknowledged whether the renderer has said that it followed it
     */
    public record GivenCommand(long id, String action, String by, boolean acknowledged) {
    }

    static RendererView of(Message.RendererSeen seen) {
        boolean failed = seen.code() != ErrorCode.NO_ERROR;
        return new RendererView(seen.renderer(), seen.kind(), lower(seen.presence()), seen.gatewayId(),
                lower(seen.state()), ItemView.of(seen.item()), seen.position(), seen.buffered(), seen.rate(),
                failed ? seen.code().name() : null, failed ? seen.text() : null,
                Instant.ofEpochMilli(seen.atMillis()),
                seen.commandId() == 0
                        ? null
                        : new GivenCommand(seen.commandId(), lower(seen.action()), seen.by(),
                                seen.followed() == seen.commandId()));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
