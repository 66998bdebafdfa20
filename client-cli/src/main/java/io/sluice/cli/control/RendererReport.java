package io.sluice.cli.control;

import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.PlayerListener;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.PlaybackState;
import io.sluice.crsp.wire.ErrorCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells a person or a script what a renderer does. Told on the player's threads, asked by another. */
final class RendererReport implements PlayerListener {
    private final Console console;
    private final String name;
    private final boolean once;
    private PlaybackState last = PlaybackState.IDLE;
    private long lastCommand;
    private volatile @Nullable Integer exitCode;
    private volatile @Nullable SluiceException failure;

    /** @param once whether the first item's end is the end of all */
    RendererReport(Console console, String name, boolean once) {
        this.console = console;
        this.name = name;
        this.once = once;
    }

    void registered() {
        console.event("renderer " + name + " is ready", Json.object().put("event", "registered").put("renderer", name));
    }

    /** How the command ends, or null if it goes on. */
    @Nullable
    Integer exitCode() throws SluiceException {
        SluiceException reason = failure;
        if (reason != null) {
            throw reason;
        }
        return exitCode;
    }

    @Override
    public void onCommand(Message.RendererCommand command) {
        String action = command.action().name().toLowerCase(Locale.ROOT);
        console.event(action + ", says " + command.by(),
                Json.object().put("event", "command").put("id", command.id()).put("action", action)
                        .put("by", command.by()).put("item", ItemText.json(command.item()))
                        .put("position", command.position()).put("startAtMillis", command.startAtMillis()));
    }

    @Override
    public void onState(Message.RendererState state) {
        boolean news = state.state() != last || state.commandId() != lastCommand;
        last = state.state();
        lastCommand = state.commandId();
        if (console.json() || news) {
            console.event(text(state), json(state));
        }
        if (once && state.state() == PlaybackState.ENDED) {
            exitCode = ExitCode.OK;
        } else if (once && state.state() == PlaybackState.FAILED) {
            exitCode = ExitCode.NOT_FOLLOWED;
        }
    }

    @Override
    public void onFailed(SluiceException reason) {
        failure = reason;
    }

    static String text(Message.RendererState state) {
        String what = state.state().name().toLowerCase(Locale.ROOT);
        String item = state.item() instanceof Item.None
                ? ""
                : " " + ItemText.of(state.item()) + " " + ItemText.progress(state.item(), state.position());
        String why = state.code() == ErrorCode.NO_ERROR ? "" : " (" + state.code() + ": " + state.text() + ")";
        return what + item + why;
    }

    /** Position, buffer and rate on one line. */
    static String status(Message.RendererState state) {
        return String.format(Locale.ROOT, "%s, %,d bytes ahead, %,d bytes/s", text(state), state.buffered(),
                state.rate());
    }

    static Json json(Message.RendererState state) {
        return Json.object().put("event", "state").put("state", state.state().name().toLowerCase(Locale.ROOT))
                .put("command", state.commandId()).put("item", ItemText.json(state.item()))
                .put("position", state.position()).put("buffered", state.buffered()).put("rate", state.rate())
                .put("code", state.code()).put("message", state.text()).put("atMillis", state.atMillis());
    }
}
