package io.sluice.crsp.relay;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A bad network on real sockets: it listens on a UDP port and forwards what clients send to a
 * target and back, through two simulated links a client address.
 *
 * <pre>{@code
 * LinkSettings lossy = LinkSettings.builder().loss(0.1).build();
 * try (UdpRelay relay = UdpRelay.start(RelaySettings.builder(listen, gateway).both(lossy).seed(42).build())) {
 *     client.connect(relay.localAddress());
 *     relay.cut();
 *     relay.restore();
 * }
 * }</pre>
 *
 * <p>Each client address has a socket of its own towards the target, as behind a NAT, so the target
 * tells clients apart. Empty datagrams do not reach the target. The relay goes on when the target is
 * away and when it comes back. Times are kept to about a millisecond.
 *
 * <p>All methods may be called by any thread; they run on the relay's own and wait for it, so what
 * they do has happened when they return.
 */
public final class UdpRelay implements AutoCloseable {
    /** A burst of some thousand datagrams must wait here while the relay's thread is not scheduled. */
    private static final int SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

    private final RelayLoop loop;
    private final Thread thread;
    private final Selector selector;
    private final DatagramChannel listener;
    private final InetSocketAddress localAddress;

    private UdpRelay(RelaySettings settings, Selector selector, DatagramChannel listener) throws IOException {
        this.selector = selector;
        this.listener = listener;
        this.localAddress = (InetSocketAddress) listener.getLocalAddress();
        this.loop = new RelayLoop(settings, selector, listener);
        this.thread = Thread.ofPlatform().daemon().name("sluice-relay-" + localAddress.getPort()).unstarted(loop);
    }

    /**
     * Binds the port and starts the relay's thread, a daemon.
     *
     * @param settings of the relay
     * @return the running relay
     * @throws java.net.BindException if the port is taken
     * @throws IOException if no socket can be had
     */
    public static UdpRelay start(RelaySettings settings) throws IOException {
        Selector selector = Selector.open();
        DatagramChannel listener = null;
        try {
            listener = DatagramChannel.open(family(settings.listen()));
            listener.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            listener.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            listener.bind(settings.listen());
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_READ);
            UdpRelay relay = new UdpRelay(settings, selector, listener);
            relay.thread.start();
            return relay;
        } catch (IOException | RuntimeException e) {
            if (listener != null) {
                listener.close();
            }
            selector.close();
            throw e;
        }
    }

    private static StandardProtocolFamily family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
    }

    /**
     * Where clients send to.
     *
     * @return the bound address, with the port that was chosen if it was 0
     */
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    /** Cuts all links, those of later clients too: what is under way is gone and nothing passes. */
    public void cut() {
        cutByHand(true);
    }

    /** Lets datagrams pass again, unless a schedule says otherwise. */
    public void restore() {
        cutByHand(false);
    }

    private void cutByHand(boolean value) {
        onLoop(
                () -> {
                    loop.cutByHand(value);
                    return value;
                });
    }

    /**
     * Makes the links of each client what these say, those of later clients too. Of links that change, what is under way
     * is gone; a client whose link loses everything is cut off alone.
     *
     * @param conditions asked once for each client now, and when one comes
     */
    public void conditions(LinkConditions conditions) {
        onLoop(() -> {
            loop.conditions(conditions);
            return conditions;
        });
    }

    /**
     * What the relay has done so far.
     *
     * @return a snapshot; after {@link #close()} the final one
     */
    public RelayStatistics statistics() {
        return onLoop(loop::statistics);
    }

    private <T> T onLoop(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> result.complete(work.get()));
        return result.join();
    }

    /** Stops the relay and frees its port. What is under way is gone. Does nothing the second time. */
    @Override
    public void close() {
        loop.execute(loop::stop);
        boolean interrupted = joinUninterruptibly();
        try {
            listener.close();
            selector.close();
        } catch (IOException e) {
            // Sockets that fail to close are gone either way.
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean joinUninterruptibly() {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
