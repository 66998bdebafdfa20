package io.sluice.gateway.control;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import io.sluice.gateway.kafka.Answers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Renderers, and commands for them, for callers that have no session, such as those of the REST API. Callable from any
 * thread; answers come on the event loop's.
 */
public final class Renderers {
    private final EventLoop loop;
    private final ControlService service;
    private final Function<Item, CompletableFuture<Item>> items;

    /** @param items completes an item, or says by an {@link Items.Refused} why it cannot be played */
    Renderers(EventLoop loop, ControlService service, Function<Item, CompletableFuture<Item>> items) {
        this.loop = loop;
        this.service = service;
        this.items = items;
    }

    /**
     * Some of the renderers, in the order of their names.
     *
     * @param more whether others follow
     * @param total how many there are in all
     */
    public record Page(List<RendererView> renderers, boolean more, long total) {
        /** Copies {@code renderers}. */
        public Page {
            renderers = List.copyOf(renderers);
        }
    }

    /**
     * A page of renderers, with those that are remembered although they are gone.
     *
     * @param after only names after this one; empty for all
     */
    public CompletableFuture<Page> list(String after, int limit) {
        CompletableFuture<Page> answer = new CompletableFuture<>();
        loop.execute(() -> {
            List<RendererView> found = new ArrayList<>();
            for (ControlEntry entry : service.table().after(after)) {
                Message.RendererSeen seen = entry.toSeen();
                if (seen != null && found.size() <= limit) {
                    found.add(RendererView.of(seen));
                }
            }
            long total = service.table().all().stream().filter(entry -> entry.state() != null).count();
            answer.complete(new Page(found.subList(0, Math.min(limit, found.size())), found.size() > limit, total));
        });
        return answer;
    }

    /** One renderer, if it is known. */
    public CompletableFuture<Optional<RendererView>> find(String name) {
        CompletableFuture<Optional<RendererView>> answer = new CompletableFuture<>();
        loop.execute(() -> {
            ControlEntry entry = service.table().get(name);
            Message.RendererSeen seen = entry == null ? null : entry.toSeen();
            answer.complete(seen == null ? Optional.empty() : Optional.of(RendererView.of(seen)));
        });
        return answer;
    }

    /**
     * Gives a command to renderers.
     *
     * @param by who gives it, for people
     * @return an answer for each renderer, once all have acknowledged it or their time is over
     */
    public CompletableFuture<List<CommandAnswer>> command(String by, WantedCommand wanted) {
        Collector collector = new Collector(by, new LinkedHashSet<>(wanted.renderers()));
        loop.execute(() -> collector.begin(wanted.toMessage()));
        return collector.answer;
    }

    /** Everything about one command. On the event loop's thread. */
    private final class Collector implements ControllerPort {
        private final String by;
        private final String id = "api/" + UUID.randomUUID();
        private final Set<String> renderers;
        private final List<CommandAnswer> answers = new ArrayList<>();
        private final CompletableFuture<List<CommandAnswer>> answer = new CompletableFuture<>();

        Collector(String by, Set<String> renderers) {
            this.by = by;
            this.renderers = renderers;
        }

        void begin(Message.ControlCommand wanted) {
            if (wanted.action() != Action.PLAY) {
                give(wanted);
                return;
            }
            Answers.toLoop(loop, items.apply(wanted.item()), item -> give(wanted.with(item)), failure -> {
                Items.Refused refused = Items.refusedBy(failure);
                renderers.forEach(name -> ControlService.refuse(
                        this, wanted, name, refused.code(), String.valueOf(refused.getMessage())));
            });
        }

        private void give(Message.ControlCommand wanted) {
            renderers.forEach(name -> service.command(this, name, wanted));
        }

        @Override
        public String sessionId() {
            return id;
        }

        @Override
        public long stream() {
            return 0;
        }

        @Override
        public String by() {
            return by;
        }

        @Override
        public void onChanged(String renderer) {
            // Only its answers matter.
        }

        @Override
        public void onAnswer(Message.ControlAnswer one) {
            answers.add(CommandAnswer.of(one));
            if (answers.size() == renderers.size()) {
                answer.complete(List.copyOf(answers));
            }
        }
    }
}
