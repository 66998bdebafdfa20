package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One side of one stream of a session: what it has of the other side's messages outlives connections, the transport
 * stream does not. Checks that exactly the other side's messages come, each once and in order.
 *
 * <p>The first message on each transport stream is a {@link Greeting} that says how many messages its sender has. The
 * gateway ends its direction only after it has taken all of the client's, so that a client that saw the end may forget.
 */
final class Exchange {
    /** How an exchange asks to be called later, and tells what should never be. */
    interface Host {
        void later(long millis, Runnable action);

        void fail(String what);
    }

    private final boolean client;
    private final int clientNumber;
    private final int number;
    private final DirectionPlan out;
    private final DirectionPlan in;
    private final Host host;
    private int received;
    private boolean receivingOver;
    private boolean sendingOver;
    private boolean stood;

    private @Nullable Stream stream;
    private int next;
    private boolean greeted;
    private boolean maySend;
    private boolean ending;
    private boolean waiting;

    Exchange(Scenario scenario, boolean client, int clientNumber, int number, Host host) {
        this.client = client;
        this.clientNumber = clientNumber;
        this.number = number;
        this.host = host;
        this.out = DirectionPlan.of(scenario, clientNumber, number, client);
        this.in = DirectionPlan.of(scenario, clientNumber, number, !client);
    }

    int number() {
        return number;
    }

    int received() {
        return received;
    }

    boolean isOver() { return receivingOver && sendingOver; }

    /** True when this side has everything that the other will ever give. */
    boolean isReceivingOver() {
        return receivingOver;
    }

    /** True if the plan has a direction end before all its messages came. */
    boolean isCutShort() {
        return out.resetAfter() >= 0 || out.stopAfter() >= 0 || in.resetAfter() >= 0 || in.stopAfter() >= 0;
    }

    @Override
    public String toString() {
        return (client ? "client " : "gateway of client ") + clientNumber + " stream " + number + ": sent " + next
                + ", received " + received + (receivingOver ? ", has all" : "") + (sendingOver ? ", gave all" : "")
                + (stream == null ? ", no stream" : ", buffered " + stream.buffered());
    }

    /**
     * Goes on over another transport stream.
     *
     * @param epoch the how-manieth connection of the session this is
     * @param trusting true if nothing was ever sent before, so that there is no greeting to wait for
     */
    void begin(Stream fresh, int epoch, boolean trusting) {
        stream = fresh;
        next = 0;
        greeted = !client;
        maySend = trusting;
        ending = false;
        waiting = false;
        offer(fresh, new Greeting(epoch, clientNumber, number, receivingOver ? Greeting.ALL : received).encode());
        write();
    }

    /** The other side's greeting came; the gateway's application reads it before it knows the exchange. */
    void onGreeting(int itHas) {
        if (itHas == Greeting.ALL) {
            next = out.messages();
            sendingOver |= client;
        } else if (!maySend) {
            next = itHas;
        }
        maySend = true;
        write();
    }

    /** The connection is gone, with all that was not taken from it. */
    void lost() {
        stream = null;
    }

    /** Sends as much as goes. */
    void write() {
        Stream current = stream;
        if (current == null || !maySend || ending || current.isSendingFinished()) {
            return;
        }
        while (next < out.messages()) {
            if (next == out.resetAfter()) {
                // A reset drops what was not read: the gateway could not tell whose stream it was.
                if (mayEnd() && (greeted || !client)) {
                    ending = true;
                    current.reset(ErrorCode.CANCELLED);
                }
                return;
            }
            if (!offer(current, out.message(next))) {
                return;
            }
            next++;
        }
        if (mayEnd()) {
            ending = true;
            finish();
        }
    }

    private boolean mayEnd() {
        return client || receivingOver;
    }

    private static boolean offer(Stream current, byte[] message) {
        return !current.isSendingFinished() && current.offer(message);
    }

    private void finish() {
        if (stream != null && !stream.isSendingFinished()) {
            stream.finish();
        }
    }

    /** Takes what has come, at this reader's pace. */
    void read() {
        Stream current = stream;
        if (current == null || waiting) {
            return;
        }
        if (!greeted) {
            byte[] first = current.poll();
            if (first != null) {
                greeted = true;
                onGreeting(Greeting.decode(first).received());
            }
        }
        for (int taken = 0; greeted && !receivingOver; taken++) {
            if (taken == in.batch()) {
                pause(current, in.pauseMillis());
                return;
            }
            if (received == in.standAt() && !stood) {
                stood = true;
                pause(current, in.standMillis());
                return;
            }
            if (received == in.stopAfter()) {
                receivingOver = true;
                current.stopReceiving(ErrorCode.CANCELLED);
                break;
            }
            byte[] message = current.poll();
            if (message == null) {
                break;
            }
            take(message);
        }
        if (receivingOver) {
            while (current.poll() != null) {
                // Nobody wants it, but credit must go back.
            }
        }
        checkEnd(current);
    }

    private void pause(Stream of, int millis) {
        waiting = true;
        host.later(millis, () -> {
            if (stream == of) {
                waiting = false;
                read();
                write();
            }
        });
    }

    private void take(byte[] message) {
        if (received >= in.messages()) {
            host.fail("more messages than were sent: " + this);
        } else if (!Arrays.equals(message, in.message(received))) {
            host.fail("message " + received + " is lost, repeated or changed: " + this);
        }
        received++;
    }

    private void checkEnd(Stream current) {
        if (!current.isEnded()) {
            return;
        }
        boolean wasReset = current.receivedReset() != null;
        if (!receivingOver && !wasReset && received != in.messages()) {
            host.fail("the stream ended too early: " + this);
        }
        if (!receivingOver && wasReset && in.resetAfter() < 0) {
            host.fail("a reset that nobody asked for: " + this);
        }
        receivingOver = true;
        if (client && (!wasReset || !maySend)) {
            // The gateway ends its direction when it has everything, or has given up on it.
            sendingOver = true;
            maySend = true;
        }
        write();
    }

    /** Both directions of the transport stream are done. */
    void onStreamDone() {
        if (!receivingOver && stream != null) {
            checkEnd(stream);
        }
        if (!receivingOver) {
            host.fail("a stream is done before everything was taken: " + this);
        }
        sendingOver = true;
    }
}
