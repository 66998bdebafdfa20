package io.sluice.cli.control;

import io.sluice.cli.output.Json;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.Presence;
import io.sluice.crsp.wire.ErrorCode;
import java.util.Locale;

/** Renderers in words and as JSON. */
final class RendererText {
    private RendererText() {}

    static String of(Message.RendererSeen renderer) {
        return renderer.renderer() + ": " + state(renderer);
    }

    /** What it does, and who said so last. */
    static String state(Message.RendererSeen renderer) {
        StringBuilder text = new StringBuilder();
        if (renderer.presence() != Presence.HERE) {
            text.append(lower(renderer.presence())).append(", was ");
        }
        text.append(lower(renderer.state()));
        if (!(renderer.item() instanceof Item.None)) {
            text.append(' ').append(ItemText.of(renderer.item())).append(' ')
                    .append(ItemText.progress(renderer.item(), renderer.position()));
        }
        if (renderer.code() != ErrorCode.NO_ERROR) {
            text.append(" (").append(renderer.code()).append(": ").append(renderer.text()).append(')');
        }
        if (renderer.commandId() != 0) {
            text.append(", ").append(lower(renderer.action())).append(" by ").append(renderer.by());
            if (renderer.followed() != renderer.commandId()) {
                text.append(", not acknowledged");
            }
        }
        return text.toString();
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static Json json(Message.RendererSeen renderer) {
        return Json.object().put("event", "renderer").put("renderer", renderer.renderer())
                .put("kind", renderer.kind()).put("presence", lower(renderer.presence()))
                .put("gateway", renderer.gatewayId()).put("state", lower(renderer.state()))
                .put("item", ItemText.json(renderer.item())).put("position", renderer.position())
                .put("buffered", renderer.buffered()).put("rate", renderer.rate()).put("code", renderer.code())
                .put("message", renderer.text()).put("atMillis", renderer.atMillis())
                .put("command", renderer.commandId())
                .put("action", renderer.commandId() == 0 ? null : lower(renderer.action()))
                .put("by", renderer.by()).put("followed", renderer.followed());
    }
}
