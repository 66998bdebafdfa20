package io.sluice.crsp.udp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A NAT between one client and a gateway that forgets its mapping when told to: the client then has another port. */
final class AddressChanger implements AutoCloseable {
    private static final int MAX_DATAGRAM = 65_535;

    private final InetSocketAddress gateway;
    private final Selector selector = Selector.open();
    private final DatagramChannel inside;
    private final AtomicReference<DatagramChannel> outside;
    private final ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM);
    private final Thread thread;
    private @Nullable InetSocketAddress client;

    AddressChanger(InetSocketAddress gateway) throws IOException {
        this.gateway = gateway;
        this.inside = open();
        this.outside = new AtomicReference<>(open());
        this.thread = Thread.ofPlatform().name("address-changer").start(this::run);
    }

    private DatagramChannel open() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        channel.register(selector.wakeup(), SelectionKey.OP_READ);
        return channel;
    }

    /** Where the client finds the gateway. */
    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) inside.getLocalAddress();
    }

    /** Gives the client a new port. */
    void change() throws IOException {
        outside.getAndSet(open()).close();
    }

    private void run() {
        try {
            while (inside.isOpen()) {
                selector.select();
                selector.selectedKeys().clear();
                forward();
            }
        } catch (IOException e) {
            throw new AssertionError("the address changer fails", e);
        }
    }

    private void forward() throws IOException {
        for (InetSocketAddress from = take(inside); from != null; from = take(inside)) {
            client = from;
            send(outside.get(), gateway);
        }
        DatagramChannel current = outside.get();
        while (take(current) != null) {
            if (client != null) {
                send(inside, client);
            }
        }
    }

    private @Nullable InetSocketAddress take(DatagramChannel channel) throws IOException {
        buffer.clear();
        try {
            return channel.isOpen() ? (InetSocketAddress) channel.receive(buffer) : null;
        } catch (ClosedChannelException e) {
            return null;
        }
    }

    private void send(DatagramChannel channel, InetSocketAddress to) throws IOException {
        try {
            channel.send(buffer.flip(), to);
        } catch (ClosedChannelException e) {
            // Replaced meanwhile: lost on the way.
        }
    }

    @Override
    public void close() throws IOException {
        inside.close();
        outside.get().close();
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        selector.close();
    }
}
