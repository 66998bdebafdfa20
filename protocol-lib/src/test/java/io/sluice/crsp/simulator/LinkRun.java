package io.sluice.crsp.simulator;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/** Drives one link under a virtual clock and writes down what comes out, when. */
final class LinkRun {
    private final SimulatedLink link;
    private final List<String> log = new ArrayList<>();
    private final List<Integer> order = new ArrayList<>();
    private final List<Long> delaysNanos = new ArrayList<>();
    private final long spacingNanos;
    private final long startNanos;

    LinkRun(SimulatedLink link, Duration spacing) {
        this(link, spacing, 0);
    }

    LinkRun(SimulatedLink link, Duration spacing, long startNanos) {
        this.link = link;
        this.spacingNanos = spacing.toNanos();
        this.startNanos = startNanos;
    }

    /** Offers numbered datagrams of {@code size} bytes (4 or more), one each spacing, and waits for the last. */
    LinkRun offer(int count, int size) {
        for (int number = 0; number < count; number++) {
            long now = startNanos + number * spacingNanos;
            deliverUntil(now);
            link.offer(now, ByteBuffer.allocate(size).putInt(number).array());
        }
        deliverUntil(startNanos + count * spacingNanos + 2 * LinkSettings.MAX_DELAY.toNanos());
        return this;
    }

    private void deliverUntil(long now) {
        for (OptionalLong next = link.nextDeliveryTime(); next.isPresent()
                && next.getAsLong() - now <= 0; next = link.nextDeliveryTime()) {
            byte[] datagram = link.poll(next.getAsLong());
            if (datagram == null) {
                throw new AssertionError("nothing to poll at the announced time " + next);
            }
            int number = ByteBuffer.wrap(datagram).getInt();
            long elapsed = next.getAsLong() - startNanos;
            log.add(elapsed + " " + HexFormat.of().formatHex(datagram));
            order.add(number);
            delaysNanos.add(elapsed - number * spacingNanos);
        }
    }

    List<String> log() {
        return log;
    }

    List<Integer> order() {
        return order;
    }

    /** Arrival less departure of each; without meaning when numbers are corrupted. */
    List<Long> delaysNanos() {
        return delaysNanos;
    }
}
