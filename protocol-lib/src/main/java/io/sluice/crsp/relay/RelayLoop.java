package io.sluice.crsp.relay;

import io.sluice.crsp.simulator.LinkSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The relay's only thread: it reads what came, offers it to the links, sends what is due, and sleeps
 * in the selector until the next of these. All state belongs to it; others hand it tasks.
 */
final class RelayLoop implements Runnable {
    /** Datagrams read from one socket before the others have their turn. */
    private static final int READ_BATCH = 64;

    private final Selector selector;
    private final DatagramChannel listener;
    private final ClientTable clients;
    private final CutSwitch cutSwitch;
    private final DueLinks due = new DueLinks();
    private final TaskQueue tasks;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LinkSettings.MAX_MTU);
    private final long startNanos = System.nanoTime();
    private final long idleCheckNanos;
    private long nextIdleCheckNanos;
    private long refused;
    private long unsent;
    private boolean running = true;

    RelayLoop(RelaySettings settings, Selector selector, DatagramChannel listener) {
        this.selector = selector;
        this.tasks = new TaskQueue(selector::wakeup);
        this.listener = listener;
        this.clients = new ClientTable(settings, selector, listener);
        this.cutSwitch = new CutSwitch(settings.cuts());
        // Often enough that nobody stays much longer than the timeout, rarely enough to cost nothing.
        this.idleCheckNanos = Math.max(TimeUnit.MILLISECONDS.toNanos(10), settings.idleTimeout().toNanos() / 4);
        this.nextIdleCheckNanos = startNanos + idleCheckNanos;
    }

    /** Has a task run on the loop's thread, soon and in order, or at once if that has ended. Any thread may call this. */
    void execute(Runnable task) {
        tasks.execute(task);
    }

    void stop() {
        running = false;
    }

    void cutByHand(boolean value) {
        cutSwitch.byHand(value);
        updateCut(System.nanoTime());
    }

    void conditions(LinkConditions now) {
        clients.conditions(now);
    }

    RelayStatistics statistics() {
        return new RelayStatistics(
                clients.size(),
                clients.seen(),
                clients.expired(),
                refused,
                unsent,
                cutSwitch.cuts(),
                cutSwitch.isCut(),
                clients.sumUp(),
                clients.sumDown());
    }

    @Override
    public void run() {
        try {
            while (running) {
                selector.select(millisToSleep(System.nanoTime()));
                tasks.runAll();
                updateCut(System.nanoTime());
                readAll();
                long now = System.nanoTime();
                deliverDue(now);
                if (now - nextIdleCheckNanos >= 0) {
                    clients.expire(now);
                    nextIdleCheckNanos = now + idleCheckNanos;
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the relay's selector failed", e);
        } finally {
            clients.closeAll();
            tasks.end();
        }
    }

    /** Rounded up to whole milliseconds: a little late rather than a busy wait. 0 means for ever. */
    private long millisToSleep(long nowNanos) {
        long wait = clients.size() == 0 ? Long.MAX_VALUE : nextIdleCheckNanos - nowNanos;
        OptionalLong delivery = due.nextDue();
        if (delivery.isPresent()) {
            wait = Math.min(wait, delivery.getAsLong() - nowNanos);
        }
        long elapsed = nowNanos - startNanos;
        OptionalLong change = cutSwitch.nextChangeAfter(elapsed);
        if (change.isPresent()) {
            wait = Math.min(wait, change.getAsLong() - elapsed);
        }
        return wait == Long.MAX_VALUE ? 0 : Math.max(1, Math.ceilDiv(wait, TimeUnit.MILLISECONDS.toNanos(1)));
    }

    private void updateCut(long nowNanos) {
        if (cutSwitch.update(nowNanos - startNanos)) {
            clients.all().forEach(cutSwitch.isCut() ? RelayClient::cut : RelayClient::restore);
        }
    }

    private void readAll() {
        for (Iterator<SelectionKey> each = selector.selectedKeys().iterator(); each.hasNext();) {
            SelectionKey key = each.next();
            each.remove();
            if (!key.isValid()) {
                continue;
            }
            if (key.attachment() instanceof RelayClient client) {
                readFromTarget(client);
            } else {
                readFromClients();
            }
        }
    }

    private void readFromClients() {
        long now = System.nanoTime();
        for (int read = 0; read < READ_BATCH; read++) {
            if (!(receive(listener) instanceof InetSocketAddress sender)) {
                return;
            }
            RelayClient client = clients.obtain(sender, cutSwitch.isCut(), now);
            if (client == null) {
                refused++;
            } else {
                offer(client, client.up(), now);
            }
        }
    }

    private void readFromTarget(RelayClient client) {
        long now = System.nanoTime();
        for (int read = 0; read < READ_BATCH && receive(client.upstream()) != null; read++) {
            offer(client, client.down(), now);
        }
    }

    private @Nullable SocketAddress receive(DatagramChannel channel) {
        buffer.clear();
        try {
            return channel.receive(buffer);
        } catch (IOException e) {
            // The target is away (ICMP port unreachable); reading again is the way to find it back.
            unsent++;
            return null;
        }
    }

    private void offer(RelayClient client, RelayLink link, long nowNanos) {
        byte[] datagram = new byte[buffer.flip().remaining()];
        buffer.get(datagram);
        client.touch(nowNanos);
        link.simulated().offer(nowNanos, datagram);
        due.schedule(link);
    }

    private void deliverDue(long nowNanos) {
        for (RelayLink link = due.pollDue(nowNanos); link != null; link = due.pollDue(nowNanos)) {
            unsent += link.deliver(nowNanos);
            due.schedule(link);
        }
    }
}
