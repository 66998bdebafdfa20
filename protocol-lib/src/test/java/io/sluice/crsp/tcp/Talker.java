package io.sluice.crsp.tcp;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.stream.Stream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Sends numbered messages on one stream and checks that the peer's come in order, each once. */
final class Talker implements ConnectionHandler {
    private final boolean opens;
    private final int size;
    final AtomicLong toSend;
    final AtomicLong sent = new AtomicLong();
    final AtomicLong received = new AtomicLong();
    final CompletableFuture<EndpointConnection> established = new CompletableFuture<>();
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    final CompletableFuture<String> wrong = new CompletableFuture<>();
    /** Whether messages are taken; change it on the loop's thread. */
    boolean reading = true;
    private @Nullable Stream stream;

    /** @param size of each message, at least 8 */
    Talker(boolean opens, long messages, int size) {
        this.opens = opens;
        this.toSend = new AtomicLong(messages);
        this.size = size;
    }

    @Override
    public void onEvent(EndpointConnection connection, ConnectionEvent event) {
        switch (event) {
            case ConnectionEvent.Established ignored -> {
                if (opens) {
                    stream = Objects.requireNonNull(connection.connection().openStream());
                    pump();
                }
                established.complete(connection);
            }
            case ConnectionEvent.StreamOpened(Stream opened) -> {
                stream = opened;
                pump();
            }
            case ConnectionEvent.StreamWritable ignored -> pump();
            case ConnectionEvent.StreamReadable ignored -> read();
            case ConnectionEvent.Closed(CloseReason reason) -> closed.complete(reason);
            default -> {
            }
        }
    }

    void pump() {
        while (stream != null && sent.get() < toSend.get()
                && stream.offer(ByteBuffer.allocate(size).putLong(sent.get()).array())) {
            sent.incrementAndGet();
        }
    }

    void read() {
        if (!reading || stream == null) {
            return;
        }
        for (byte[] bytes = stream.poll(); bytes != null; bytes = stream.poll()) {
            long value = ByteBuffer.wrap(bytes).getLong();
            if (bytes.length != size || value != received.get()) {
                wrong.complete("message " + value + " of " + bytes.length + " bytes in place of " + received.get());
            }
            received.incrementAndGet();
        }
    }
}
