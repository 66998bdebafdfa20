package io.sluice.gateway.control;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import jakarta.json.bind.annotation.JsonbTransient;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command for one renderer.
 *
 * @param command its id, or null if it was not given at all
 * @param code {@code NO_ERROR} if the renderer has acknowledged it, otherwise why not
 * @param message what to do then, for people
 */
public record CommandAnswer(String renderer, @Nullable Long command, String code, @Nullable String message) {
    /** True if the renderer has acknowledged it. */
    @JsonbTransient
    public boolean isAcknowledged() { return code.equals(ErrorCode.NO_ERROR.name()); }

    static CommandAnswer of(Message.ControlAnswer answer) {
        return new CommandAnswer(answer.renderer(), answer.commandId() == 0 ? null : answer.commandId(),
                answer.code().name(), answer.code() == ErrorCode.NO_ERROR ? null : answer.text());
    }
}
