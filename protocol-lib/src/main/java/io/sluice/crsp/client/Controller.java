package io.sluice.crsp.client;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Sees all renderers of the gateways, and tells them what to do.
 *
 * <pre>{@code
 * try (Controller controller = client.controller()) {
 *     controller.command(ControlRequest.play(Item.Topic.of("film", 0), "lobby")).get("lobby").join();
 * }
 * }</pre>
 *
 * <p>Commands outlive connections: what was not answered is asked again on the next one, and followed once.
 *
 * <p>Safe for threads.
 */
public final class Controller implements AutoCloseable {
    private final ControllerListener listener;
    private final EventLoop loop;
    private final Wire wire;
    private final CompletableFuture<@Nullable Void> listed = new CompletableFuture<>();
    private final Map<String, Message.RendererSeen> renderers = new ConcurrentSkipListMap<>();

    Controller(ClientSession session, long number, ControllerListener listener) {
        this.listener = listener;
        this.loop = session.loop();
        this.wire = new Wire(session, number);
    }

    void begin() {
        loop.execute(() -> wire.session().add(wire));
    }

    void awaitListed() throws InterruptedException, SluiceException {
        try {
            listed.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SluiceException reason) {
                throw reason.again();
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** All renderers, as they were seen last, in the order of their names. */
    public List<Message.RendererSeen> renderers() {
        return List.copyOf(renderers.values());
    }

    /** One renderer as it was seen last, or null. */
    public Message.@Nullable RendererSeen renderer(String name) {
        return renderers.get(name);
    }

    /**
     * Gives a command.
     *
     * @return for each renderer the answer, on the client's thread, once it has acknowledged the command; or a {@link
     *     SluiceException} with the reason, as {@link ErrorCode#RENDERER_UNKNOWN} or
     *     {@link ErrorCode#COMMAND_TIMED_OUT}
     */
    public Map<String, CompletableFuture<Message.ControlAnswer>> command(ControlRequest request) {
        Map<String, CompletableFuture<Message.ControlAnswer>> answers = new LinkedHashMap<>();
        new LinkedHashSet<>(request.renderers()).forEach(name -> answers.put(name, new CompletableFuture<>()));
        onLoop(() -> wire.command(request, answers));
        return answers;
    }

    /**
     * Does something to streams of a session, as its own client could: it pauses, resumes, restarts, seeks or stops them.
     *
     * @return the answer, on the client's thread, once the gateway that has the session has done it; or a {@link
     *     SluiceException} with the reason, as {@link ErrorCode#SESSION_UNKNOWN}, {@link ErrorCode#STREAM_UNKNOWN},
     *     {@link ErrorCode#NOT_POSSIBLE_NOW}, {@link ErrorCode#FORBIDDEN} or {@link ErrorCode#COMMAND_TIMED_OUT}
     */
    public CompletableFuture<Message.StreamSteered> steer(StreamRequest request) {
        CompletableFuture<Message.StreamSteered> answer = new CompletableFuture<>();
        onLoop(() -> wire.steer(request, answer));
        return answer;
    }

    /**
     * Lists what can be played.
     *
     * @param after {@link Item#label} of the last item of the page before, or empty
     * @param limit topics and files of the page, 1 to 1000
     * @return the page, on the client's thread, or a {@link SluiceException}
     */
    public CompletableFuture<ItemPage> items(String after, int limit) {
        CompletableFuture<ItemPage> page = new CompletableFuture<>();
        onLoop(() -> wire.list(after, limit, page));
        return page;
    }

    private void onLoop(Runnable task) {
        loop.execute(() -> {
            task.run();
            wire.session().wakeUp();
        });
    }

    /** Sees nothing any more; what was commanded stays. */
    @Override
    public void close() {
        onLoop(() -> {
            wire.finish();
            wire.failAll(new SluiceException(ErrorCode.CANCELLED, "the controller was closed"));
        });
    }

    private sealed interface Request {
        Message message();

        void fail(SluiceException reason);

        record Command(Message.ControlCommand message, Map<String, CompletableFuture<Message.ControlAnswer>> answers)
                implements
                    Request {
            @Override
            public void fail(SluiceException reason) {
                answers.values().forEach(answer -> answer.completeExceptionally(reason));
            }
        }

        record Steer(Message.SteerStream message, CompletableFuture<Message.StreamSteered> answer)
                implements
                    Request {
            @Override
            public void fail(SluiceException reason) {
                answer.completeExceptionally(reason);
            }
        }

        record ListItems(Message.ListItems message, List<Item> items, CompletableFuture<ItemPage> page)
                implements
                    Request {
            @Override
            public void fail(SluiceException reason) {
                page.completeExceptionally(reason);
            }
        }
    }

    /** The loop's side. */
    private final class Wire extends ClientStream {
        private final Map<Long, Request> requests = new TreeMap<>();
        private final Set<String> seen = new HashSet<>();
        private long nextRequest = 1;
        private boolean isListed;

        Wire(ClientSession session, long number) {
            super(session, number);
        }

        @Override
        Message opening() {
            isListed = false;
            seen.clear();
            return new Message.Control(number());
        }

        @Override
        void onAttached() {
            for (Request request : requests.values()) {
                if (request instanceof Request.ListItems list) {
                    list.items().clear();
                }
                send(request.message());
            }
        }

        void command(ControlRequest wanted, Map<String, CompletableFuture<Message.ControlAnswer>> answers) {
            begin(new Request.Command(
                    new Message.ControlCommand(nextRequest, wanted.renderers(), wanted.action(), wanted.item(),
                            wanted.position(), wanted.startAtMillis()),
                    new LinkedHashMap<>(answers)));
        }

        void steer(StreamRequest wanted, CompletableFuture<Message.StreamSteered> answer) {
            begin(new Request.Steer(
                    new Message.SteerStream(nextRequest, wanted.session(), wanted.stream(), wanted.action(),
                            wanted.start()),
                    answer));
        }

        void list(String after, int limit, CompletableFuture<ItemPage> page) {
            begin(new Request.ListItems(new Message.ListItems(nextRequest, after, limit), new ArrayList<>(), page));
        }

        private void begin(Request request) {
            if (isOver()) {
                request.fail(new SluiceException(ErrorCode.SESSION_ENDED, "the controller is over"));
                return;
            }
            requests.put(nextRequest++, request);
            send(request.message());
        }

        @Override
        void onMessage(Message message) {
            switch (message) {
                case Message.RendererSeen renderer -> {
                    seen.add(renderer.renderer());
                    renderers.put(renderer.renderer(), renderer);
                    listener.onRenderer(renderer);
                }
                case Message.RendererForgotten(String name) -> forget(name);
                case Message.RenderersListed ignored -> {
                    isListed = true;
                    List.copyOf(renderers.keySet()).stream().filter(name -> !seen.contains(name)).forEach(this::forget);
                    listed.complete(null);
                }
                case Message.ControlAnswer answer -> onAnswer(answer);
                case Message.StreamSteered answer -> onSteered(answer);
                case Message.ItemSeen(long id, Item item) -> {
                    if (requests.get(id) instanceof Request.ListItems list) {
                        list.items().add(item);
                    }
                }
                case Message.ItemsListed end -> onListed(end);
                case Message.StreamStatus ignored -> {
                }
                case Message other ->
                    throw new TransportException(
                            ErrorCode.PROTOCOL_VIOLATION, "not for a controller: " + other.getClass().getSimpleName());
            }
        }

        private void forget(String name) {
            seen.remove(name);
            if (renderers.remove(name) != null) {
                listener.onForgotten(name);
            }
        }

        private void onAnswer(Message.ControlAnswer answer) {
            if (!(requests.get(answer.requestId()) instanceof Request.Command command)) {
                return;
            }
            CompletableFuture<Message.ControlAnswer> waiting = command.answers().remove(answer.renderer());
            if (command.answers().isEmpty()) {
                requests.remove(answer.requestId());
            }
            if (waiting == null) {
                return;
            }
            if (answer.code() == ErrorCode.NO_ERROR) {
                waiting.complete(answer);
            } else {
                waiting.completeExceptionally(new SluiceException(answer.code(), answer.text()));
            }
        }

        private void onSteered(Message.StreamSteered answer) {
            if (requests.get(answer.requestId()) instanceof Request.Steer steer) {
                requests.remove(answer.requestId());
                if (answer.code() == ErrorCode.NO_ERROR) {
                    steer.answer().complete(answer);
                } else {
                    steer.answer().completeExceptionally(new SluiceException(answer.code(), answer.text()));
                }
            }
        }

        private void onListed(Message.ItemsListed end) {
            if (requests.remove(end.requestId()) instanceof Request.ListItems list) {
                if (end.code() == ErrorCode.NO_ERROR) {
                    list.page().complete(new ItemPage(list.items(), end.more()));
                } else {
                    list.page().completeExceptionally(new SluiceException(end.code(), end.text()));
                }
            }
        }

        @Override
        boolean wantsMore() {
            return true;
        }

        void failAll(SluiceException reason) {
            List<Request> all = List.copyOf(requests.values());
            requests.clear();
            all.forEach(request -> request.fail(reason));
            if (!isListed) {
                listed.completeExceptionally(reason);
            }
        }

        @Override
        void onFailed(SluiceException reason) {
            failAll(reason);
            listener.onFailed(reason);
        }
    }
}
