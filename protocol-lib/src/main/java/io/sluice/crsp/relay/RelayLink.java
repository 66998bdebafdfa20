package io.sluice.crsp.relay;

import io.sluice.crsp.simulator.LinkCounters;
import io.sluice.crsp.simulator.SimulatedLink;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One direction of one client: the simulated link, where it ends, and when it is due. */
final class RelayLink {

    /** Hands a datagram to the operating system. */
    @FunctionalInterface
    interface Exit {
        /** Returns the bytes taken; fewer than the datagram has if the socket did not take it. */
        int send(ByteBuffer datagram) throws IOException;
    }

    private final Exit exit;
    private SimulatedLink simulated;
    private LinkCounters before = LinkCounters.ZERO;
    private boolean scheduled;
    private long scheduledNanos;

    RelayLink(SimulatedLink simulated, Exit exit) {
        this.simulated = simulated;
        this.exit = exit;
    }

    SimulatedLink simulated() {
        return simulated;
    }

    /** Goes on as another link; what is under way is gone. */
    void become(SimulatedLink other) {
        boolean wasCut = simulated.isCut();
        simulated.cut();
        before = counters();
        simulated = other;
        if (wasCut) {
            simulated.cut();
        }
    }

    /** Of this link, and of what it was before. */
    LinkCounters counters() {
        return before.plus(simulated.counters());
    }

    /** Sends all that has arrived by now and returns how many datagrams nobody took. */
    int deliver(long nowNanos) {
        int unsent = 0;
        for (byte[] datagram = simulated.poll(nowNanos); datagram != null; datagram = simulated.poll(nowNanos)) {
            if (!send(datagram)) {
                unsent++;
            }
        }
        return unsent;
    }

    private boolean send(byte[] datagram) {
        try {
            // Whole or not at all: 0 bytes is what a full buffer takes, and what an empty datagram has.
            return exit.send(ByteBuffer.wrap(datagram)) == datagram.length;
        } catch (IOException e) {
            // Such as a target that is away (ICMP port unreachable): to the relay that is a loss.
            return false;
        }
    }

    boolean scheduleNoLaterThan(long dueNanos) {
        if (scheduled && scheduledNanos - dueNanos <= 0) {
            return false;
        }
        scheduled = true;
        scheduledNanos = dueNanos;
        return true;
    }

    boolean unscheduleIf(long dueNanos) {
        if (!scheduled || scheduledNanos != dueNanos) {
            return false;
        }
        scheduled = false;
        return true;
    }
}
