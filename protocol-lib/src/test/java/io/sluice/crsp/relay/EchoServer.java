package io.sluice.crsp.relay;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Answers every datagram with itself, and remembers from whom they came. */
final class EchoServer implements AutoCloseable {
    private final DatagramSocket socket;
    private final Set<Integer> senderPorts = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    EchoServer(int port) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setReceiveBufferSize(4 * 1024 * 1024);
        thread = Thread.ofPlatform().daemon().start(this::echo);
    }

    private void echo() {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            while (true) {
                packet.setLength(65_535);
                socket.receive(packet);
                senderPorts.add(packet.getPort());
                socket.send(packet);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    Set<Integer> senderPorts() {
        return senderPorts;
    }

    @Override
    public void close() {
        socket.close();
        try {
            // The port is free for sure when nobody reads any more.
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
