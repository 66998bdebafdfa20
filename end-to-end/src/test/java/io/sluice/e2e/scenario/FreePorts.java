package io.sluice.e2e.scenario;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

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
        return tcpRow(2);
    }

    /** The first of as many free TCP ports, one after the other. */
    public static int tcpRow(int count) {
        return row(count, FreePorts::isFreeForTcp);
    }

    /** The first of as many UDP ports, one after the other, whose TCP ports are free, too. */
    public static int udpRow(int count) {
        return row(count, port -> isFreeForUdp(port) && isFreeForTcp(port));
    }

    private static int row(int count, IntPredicate free) {
        while (true) {
            int first = nextOf(count);
            if (IntStream.range(first, first + count).allMatch(free)) {
                return first;
            }
        }
    }

    public static int tcp() {
        return tcpRow(1);
    }

    /** A UDP port whose TCP port is free, too, as a gateway wants both. */
    public static int udp() {
        return udpRow(1);
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
