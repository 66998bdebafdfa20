package io.sluice.crsp.udp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.stream.Stream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** One side of an exchange: sends 1,000 small messages and a larger one, takes the same, and closes in order. */
final class Exchange implements ConnectionHandler {
    static final int MESSAGES = 1001;
    private static final int LARGE = 12_345;

    /** What became of it; times by the monotonic clock in nanoseconds. */
    record Outcome(
            List<byte[]> received,
            CloseReason reason,
            long openedAt,
            long smallDoneAt,
            long lastDatumAt,
            long closedAt) {}

    private final boolean opens;
    private final Deque<byte[]> toSend;
    private final List<byte[]> received = new ArrayList<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private long openedAt;
    private long smallDoneAt;
    private long lastDatumAt;

    Exchange(boolean opens, long seed) {
        this.opens = opens;
        this.toSend = new ArrayDeque<>(messages(seed));
    }

    private static List<byte[]> messages(long seed) {
        List<byte[]> messages = new ArrayList<>();
        for (int i = 1; i < MESSAGES; i++) {
            messages.add(("message " + i).getBytes(UTF_8));
        }
        byte[] large = new byte[LARGE];
        new SplittableRandom(seed).nextBytes(large);
        messages.add(large);
        return messages;
    }

    /** True if these are the messages, in order, each once. */
    static boolean isComplete(List<byte[]> received, long seed) {
        List<byte[]> expected = messages(seed);
        boolean equal = received.size() == expected.size();
        for (int i = 0; equal && i < expected.size(); i++) {
            equal = Arrays.equals(received.get(i), expected.get(i));
        }
        return equal;
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    @Override
    public void onEvent(EndpointConnection connection, ConnectionEvent event) {
        switch (event) {
            case ConnectionEvent.Established ignored -> {
                openedAt = System.nanoTime();
                if (opens) {
                    pump(Objects.requireNonNull(connection.connection().openStream()));
                }
            }
            case ConnectionEvent.StreamOpened(Stream stream) -> pump(stream);
            case ConnectionEvent.StreamWritable(Stream stream) -> pump(stream);
            case ConnectionEvent.StreamReadable(Stream stream) -> read(stream);
            // Everything came, and everything sent is acknowledged.
            case ConnectionEvent.StreamDone ignored -> connection.connection().shutdown(System.nanoTime());
            case ConnectionEvent.StreamsAllowed ignored -> {
            }
            case ConnectionEvent.DatagramsReadable ignored -> {
            }
            case ConnectionEvent.PathChanged ignored -> {
            }
            case ConnectionEvent.Silent ignored -> {
            }
            case ConnectionEvent.Heard ignored -> {
            }
            case ConnectionEvent.Closed(CloseReason reason) ->
                outcome.complete(new Outcome(List.copyOf(received), reason, openedAt, smallDoneAt, lastDatumAt,
                        System.nanoTime()));
        }
    }

    private void pump(Stream stream) {
        while (!toSend.isEmpty() && stream.offer(toSend.peek())) {
            toSend.remove();
        }
        if (toSend.isEmpty()) {
            stream.finish();
        }
    }

    private void read(Stream stream) {
        for (byte[] message = stream.poll(); message != null; message = stream.poll()) {
            received.add(message);
            lastDatumAt = System.nanoTime();
            if (received.size() == MESSAGES - 1) {
                smallDoneAt = lastDatumAt;
            }
        }
    }
}
