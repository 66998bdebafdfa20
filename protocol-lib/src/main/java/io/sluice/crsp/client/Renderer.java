package io.sluice.crsp.client;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A renderer that controllers can see and command, for as long as its session lasts, over all connections. It only leads
 * commands here and states there; {@link Player} also plays.
 *
 * <pre>{@code
 * try (Renderer lobby = client.renderer("lobby", "screen", command -> show(command))) {
 *     lobby.report(state);
 * }
 * }</pre>
 *
 * <p>Safe for threads.
 */
public final class Renderer implements AutoCloseable {
    private final RendererListener listener;
    private final EventLoop loop;
    private final Wire wire;
    private final CompletableFuture<@Nullable Void> registered = new CompletableFuture<>();

    Renderer(ClientSession session, long number, String name, String kind, RendererListener listener) {
        this.listener = listener;
        this.loop = session.loop();
        this.wire = new Wire(session, number, name, kind);
    }

    void begin() {
        loop.execute(() -> wire.session().add(wire));
    }

    void awaitRegistered() throws InterruptedException, SluiceException {
        try {
            registered.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SluiceException reason) {
                throw reason.again();
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * Says what the renderer does now. Only the newest is of interest: while there is no connection nothing else is kept,
     * and a new one begins with it.
     */
    public void report(Message.RendererState state) {
        loop.execute(() -> {
            wire.report(state);
            wire.session().wakeUp();
        });
    }

    /** Gives the name up. */
    @Override
    public void close() {
        loop.execute(() -> {
            wire.finish();
            wire.session().wakeUp();
        });
    }

    /** The loop's side. */
    private final class Wire extends ClientStream {
        private final String name;
        private final String kind;
        private boolean isRegistered;
        private long lastCommand;
        private Message.@Nullable RendererState newest;
        private boolean due;

        Wire(ClientSession session, long number, String name, String kind) {
            super(session, number);
            this.name = name;
            this.kind = kind;
        }

        @Override
        Message opening() {
            isRegistered = false;
            return new Message.RegisterRenderer(number(), name, kind);
        }

        @Override
        void onMessage(Message message) {
            switch (message) {
                case Message.RendererRegistered() -> {
                    isRegistered = true;
                    due = newest != null;
                    flush();
                    registered.complete(null);
                }
                case Message.RendererCommand command -> {
                    if (command.id() != lastCommand) {
                        lastCommand = command.id();
                        listener.onCommand(command);
                    }
                }
                case Message.StreamStatus ignored -> {
                }
                case Message other ->
                    throw new TransportException(
                            ErrorCode.PROTOCOL_VIOLATION, "not for a renderer: " + other.getClass().getSimpleName());
            }
        }

        void report(Message.RendererState state) {
            newest = state;
            due = true;
            flush();
        }

        private void flush() {
            Message.RendererState state = newest;
            if (due && isRegistered && isAttached() && state != null && offer(state)) {
                due = false;
            }
        }

        @Override
        void onWritable() {
            flush();
        }

        @Override
        boolean wantsMore() {
            return true;
        }

        @Override
        void onFailed(SluiceException reason) {
            registered.completeExceptionally(reason);
            listener.onFailed(reason);
        }
    }
}
