package io.sluice.e2e.scenario;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports that nothing listens on. Each is given out once, and all lie below those that the system gives to sockets that
 * ask for none: the port of a killed process stays free until it is back.
 */
public final class FreePorts {
    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;
    private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST));

    private FreePorts() {}

    /** A TCP port whose successor is free, too. */
    public static int tcpPair() {
        while (true) {
            int port = nextOf(2);
            if (isFreeForTcp(port) && isFreeForTcp(port + 1)) {
                return port;
            }
        }
    }

    public static int tcp() {
        while (true) {
            int port = nextOf(1);
            if (isFreeForTcp(port)) {
                return port;
            }
        }
    }

    /** A UDP port whose TCP port is free, too, as a gateway wants both. */
    public static int udp() {
        while (true) {
            int port = nextOf(1);
            if (isFreeForUdp(port) && isFreeForTcp(port)) {
                return port;
            }
        }
    }

    private static int nextOf(int count) {
        return NEXT.getAndUpdate(port -> port + count >= HIGHEST ? LOWEST : port + count);
    }

    private static boolean isFreeForTcp(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** Whether nothing is bound to this UDP port now. */
    public static boolean isFreeForUdp(int port) {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
