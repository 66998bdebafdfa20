package io.sluice.gateway.control;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands that were given here and whose renderers have not acknowledged them yet. On the event loop's thread. */
final class PendingCommands {
    private final EventLoop loop;
    private final Duration patience;
    private final Map<String, List<Waiting>> byRenderer = new HashMap<>();
    private final Map<ControllerPort, Integer> counts = new HashMap<>();

    /** One command for one renderer. */
    static final class Waiting {
        private final ControllerPort controller;
        private final long request;
        private final String renderer;
        /** 0 until it is written. */
        private long id;
        private boolean over;

        private Waiting(ControllerPort controller, long request, String renderer) {
            this.controller = controller;
            this.request = request;
            this.renderer = renderer;
        }
    }

    /** @param patience after which a renderer's silence is an answer */
    PendingCommands(EventLoop loop, Duration patience) {
        this.loop = loop;
        this.patience = patience;
    }

    Waiting add(ControllerPort controller, long request, String renderer) {
        Waiting waiting = new Waiting(controller, request, renderer);
        byRenderer.computeIfAbsent(renderer, each -> new ArrayList<>(1)).add(waiting);
        counts.merge(controller, 1, Integer::sum);
        loop.schedule(patience.toNanos(), () -> answer(waiting, ErrorCode.COMMAND_TIMED_OUT,
                waiting.id == 0
                        ? "Kafka has not taken it yet; it is written as soon as Kafka can be reached"
                        : "renderer \"" + renderer + "\" did not acknowledge it within " + patience));
        return waiting;
    }

    int count(ControllerPort controller) {
        return counts.getOrDefault(controller, 0);
    }

    /** The command is in Kafka; its renderer may have followed it already. */
    void onWritten(Waiting waiting, long id, @Nullable ControlEntry entry) {
        waiting.id = id;
        settle(waiting, entry);
    }

    /** Something is known of the renderer. */
    void onChanged(String renderer, @Nullable ControlEntry entry) {
        List<Waiting> all = byRenderer.get(renderer);
        if (all != null) {
            List.copyOf(all).forEach(waiting -> settle(waiting, entry));
        }
    }

    private void settle(Waiting waiting, @Nullable ControlEntry entry) {
        if (waiting.id == 0) {
            return;
        }
        RendererRecord state = entry == null ? null : entry.state();
        if (state == null || !state.isTaken()) {
            answer(waiting, ErrorCode.RENDERER_GONE, ErrorCode.RENDERER_GONE.advice());
        } else if (state.command() == waiting.id) {
            ErrorCode code = ErrorCode.valueOf(state.code());
            answer(waiting, code, code == ErrorCode.NO_ERROR ? "" : state.text());
        } else if (state.command() > waiting.id) {
            answer(waiting, ErrorCode.COMMAND_SUPERSEDED, ErrorCode.COMMAND_SUPERSEDED.advice());
        }
    }

    /** Answers, with whatever code. */
    void answer(Waiting waiting, ErrorCode code, String text) {
        if (waiting.over) {
            return;
        }
        remove(waiting);
        waiting.controller.onAnswer(
                new Message.ControlAnswer(waiting.request, waiting.renderer, waiting.id, code, text));
    }

    private void remove(Waiting waiting) {
        waiting.over = true;
        List<Waiting> all = byRenderer.get(waiting.renderer);
        if (all != null && all.remove(waiting) && all.isEmpty()) {
            byRenderer.remove(waiting.renderer);
        }
        counts.computeIfPresent(waiting.controller, (each, count) -> count == 1 ? null : count - 1);
    }

    /** The controller is not connected here any more. */
    void forget(ControllerPort controller) {
        List<Waiting> all = new ArrayList<>();
        byRenderer.values().forEach(each -> each.stream().filter(waiting -> waiting.controller == controller)
                .forEach(all::add));
        all.forEach(this::remove);
    }
}
