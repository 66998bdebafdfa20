package io.sluice.crsp.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Stands between one client and its gateway, forwards both ways and keeps the first datagrams of the client. */
final class Tap implements AutoCloseable {
    private static final int KEPT = 200;

    private final DatagramSocket towardsClient;
    private final DatagramSocket towardsGateway;
    private final List<byte[]> seen = new CopyOnWriteArrayList<>();
    private final AtomicLong forwarded = new AtomicLong();
    private volatile @Nullable InetSocketAddress client;

    /** Is told of every datagram in either direction, before it goes on, as if the tap were not there. */
    @FunctionalInterface
    interface Observer {
        void onDatagram(InetSocketAddress from, InetSocketAddress to, byte[] datagram);
    }

    Tap(InetSocketAddress gateway) throws IOException {
        this(gateway, (from, to, datagram) -> {
        });
    }

    Tap(InetSocketAddress gateway, Observer observer) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        towardsClient = new DatagramSocket(0, loopback);
        towardsGateway = new DatagramSocket(0, loopback);
        Thread.ofPlatform().daemon().start(() -> forward(towardsClient, packet -> {
            client = (InetSocketAddress) packet.getSocketAddress();
            observer.onDatagram(client, gateway, Arrays.copyOf(packet.getData(), packet.getLength()));
            if (seen.size() < KEPT) {
                seen.add(Arrays.copyOf(packet.getData(), packet.getLength()));
            }
            packet.setSocketAddress(gateway);
            forwarded.incrementAndGet();
            towardsGateway.send(packet);
        }));
        Thread.ofPlatform().daemon().start(() -> forward(towardsGateway, packet -> {
            InetSocketAddress known = client;
            if (known != null) {
                observer.onDatagram(gateway, known, Arrays.copyOf(packet.getData(), packet.getLength()));
                packet.setSocketAddress(known);
                towardsClient.send(packet);
            }
        }));
    }

    @FunctionalInterface
    private interface Taker {
        void take(DatagramPacket packet) throws IOException;
    }

    private static void forward(DatagramSocket from, Taker taker) {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            while (true) {
                packet.setLength(65_535);
                from.receive(packet);
                taker.take(packet);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) towardsClient.getLocalSocketAddress();
    }

    /** The client's datagrams, as they went to the gateway. */
    List<byte[]> seen() {
        return List.copyOf(seen);
    }

    /** How many datagrams of the client went to the gateway. */
    long forwarded() {
        return forwarded.get();
    }

    @Override
    public void close() {
        towardsClient.close();
        towardsGateway.close();
    }
}
