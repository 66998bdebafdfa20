package io.sluice.cli.control;

import io.sluice.cli.output.Console;
import io.sluice.crsp.client.ControllerListener;
import io.sluice.crsp.session.Message;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells when renderers begin, end, or do something else than before. Told on the client's thread. */
final class Notices implements ControllerListener {
    private final Console console;
    private final Map<String, String> last = new ConcurrentHashMap<>();
    private volatile boolean begun;

    Notices(Console console) {
        this.console = console;
    }

    /** From now on changes are told; before, what there is was listed. */
    void begin() {
        begun = true;
    }

    @Override
    public void onRenderer(Message.RendererSeen renderer) {
        String now = renderer.presence() + " " + renderer.state() + " " + renderer.commandId() + " "
                + renderer.followed() + " " + renderer.code();
        String before = last.put(renderer.renderer(), now);
        if (begun && !now.equals(before)) {
            console.event("* " + RendererText.of(renderer), RendererText.json(renderer));
        }
    }

    @Override
    public void onForgotten(String renderer) {
        last.remove(renderer);
    }
}
