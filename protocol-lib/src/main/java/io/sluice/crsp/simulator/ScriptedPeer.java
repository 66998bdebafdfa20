package io.sluice.crsp.simulator;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One end of a simulated connection: sends the messages that the scenario says on every stream, checks that exactly the
 * other side's come, and ends in order.
 */
final class ScriptedPeer implements ConnectionHandler {
    private final Scenario scenario;
    private final boolean client;
    private final long salt;
    private final Map<Long, Progress> streams = new HashMap<>();
    private @Nullable EndpointConnection connection;
    private @Nullable String violation;
    private @Nullable CloseReason closed;
    private int done;

    private static final class Progress {
        private int sent;
        private int received;
    }

    /**
     * @param salt the same on both ends of a connection
     */
    ScriptedPeer(Scenario scenario, boolean client, long salt) {
        this.scenario = scenario;
        this.client = client;
        this.salt = salt;
    }

    /** What went wrong, or null. */
    @Nullable
    String violation() {
        return violation;
    }

    @Nullable
    CloseReason closed() {
        return closed;
    }

    /** True when every stream is done in both directions. */
    boolean isDone() { return done == scenario.streams(); }

    @Nullable
    EndpointConnection connection() {
        return connection;
    }

    String progress() {
        StringBuilder text = new StringBuilder(client ? "client" : "gateway");
        streams.forEach((id, progress) -> text.append(" stream ")
                .append(id)
                .append(": sent ")
                .append(progress.sent)
                .append(", received ")
                .append(progress.received)
                .append(';'));
        return text.append(" done ").append(done).append(", closed ").append(closed).toString();
    }

    /** Message {@code index} of a direction: both sides know it without telling each other. */
    private byte[] message(long stream, int index, boolean fromClient) {
        SplittableRandom random = new SplittableRandom(
                scenario.seed() ^ salt * 31 ^ stream << 40 ^ (long) index << 2 ^ (fromClient ? 1 : 0));
        byte[] bytes = new byte[random.nextInt(scenario.maxMessageSize() + 1)];
        random.nextBytes(bytes);
        if (bytes.length >= Integer.BYTES) {
            ByteBuffer.wrap(bytes).putInt(index);
        }
        return bytes;
    }

    @Override
    public void onEvent(EndpointConnection from, ConnectionEvent event) {
        connection = from;
        if (closed != null) {
            fail("an event after the end: " + event);
        }
        switch (event) {
            case ConnectionEvent.Established ignored -> {
                for (int i = 0; client && i < scenario.streams(); i++) {
                    begin(from.connection().openStream());
                }
            }
            case ConnectionEvent.StreamOpened(Stream stream) -> begin(stream);
            case ConnectionEvent.StreamReadable(Stream stream) -> read(stream);
            case ConnectionEvent.StreamWritable(Stream stream) -> write(stream);
            case ConnectionEvent.StreamDone ignored -> done++;
            case ConnectionEvent.DatagramsReadable ignored -> {
            }
            case ConnectionEvent.PathChanged ignored -> {
            }
            case ConnectionEvent.Closed(CloseReason reason) -> {
                closed = reason;
                if (reason.code() != ErrorCode.NO_ERROR || !isDone()) {
                    fail("closed too early or not in order: " + reason);
                }
            }
        }
    }

    private void begin(@Nullable Stream stream) {
        if (stream == null) {
            fail("no stream could be opened");
        } else if (streams.put(stream.id(), new Progress()) != null) {
            fail("stream " + stream.id() + " began twice");
        } else {
            write(stream);
        }
    }

    private Progress progress(Stream stream) {
        return streams.computeIfAbsent(stream.id(), id -> new Progress());
    }

    private void write(Stream stream) {
        Progress progress = progress(stream);
        while (progress.sent < scenario.messages()
                && stream.offer(message(stream.id(), progress.sent, client))) {
            progress.sent++;
        }
        if (progress.sent == scenario.messages() && !stream.isSendingFinished()) {
            stream.finish();
        }
    }

    private void read(Stream stream) {
        Progress progress = progress(stream);
        for (byte[] bytes = stream.poll(); bytes != null; bytes = stream.poll()) {
            if (!Arrays.equals(bytes, message(stream.id(), progress.received, !client))) {
                fail("message " + progress.received + " of stream " + stream.id() + " is lost, repeated or changed");
            }
            progress.received++;
        }
        if (stream.isEnded() && progress.received != scenario.messages()) {
            fail("stream " + stream.id() + " ended after " + progress.received + " messages");
        }
    }

    private void fail(String what) {
        if (violation == null) {
            violation = (client ? "client: " : "gateway: ") + what;
        }
    }
}
