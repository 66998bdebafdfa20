package io.sluice.crsp.udp;

import java.net.InetSocketAddress;

/**
 * How a transport is opened.
 *
 * @param local address and port to bind; port 0 for any free one
 * @param loops event loops, each with a thread and a socket of its own, 1 to {@value #MAX_LOOPS}. Connections are
 *     spread over them by the kernel and stay where they were accepted
 * @param driver which driver to use
 * @param handshakesPerSecond first packets of connections that each loop takes in a second, 100 to 10,000,000. Those
 *     that come faster wait in a queue of their own or are lost, so that connections keep their share of the loop. Only
 *     the native driver, which has that queue, keeps to it
 */
public record UdpSettings(InetSocketAddress local, int loops, Driver driver, int handshakesPerSecond) {
    /**
     * A tenth of a loop: to turn a first packet away takes some 8 µs with the answer. A loop completes about 5,000 resumes a
     * second, of two such packets each.
     */
    public static final int DEFAULT_HANDSHAKES_PER_SECOND = 10_000;

    /** The least rate of first packets. */
    public static final int MIN_HANDSHAKES_PER_SECOND = 100;
    /** The highest rate of first packets. */
    public static final int MAX_HANDSHAKES_PER_SECOND = 10_000_000;

    /** A connection id names its loop in one byte; more loops than this help no machine that this was tried on. */
    public static final int MAX_LOOPS = 64;

    /** Loops that {@link #defaultLoops} gives at most. */
    private static final int MAX_DEFAULT_LOOPS = 8;

    /** The ways to reach the kernel. */
    public enum Driver {
        /** The native one if it works here, else NIO. */
        AUTO,
        /** Netty's native epoll; opening fails if it does not work here. */
        NATIVE,
        /** Plain {@code java.nio}: works everywhere, one system call a datagram. */
        NIO
    }

    public UdpSettings {
        if (loops < 1 || loops > MAX_LOOPS) {
            throw new IllegalArgumentException("loops must be 1 to " + MAX_LOOPS + ": " + loops);
        }
        if (handshakesPerSecond < MIN_HANDSHAKES_PER_SECOND || handshakesPerSecond > MAX_HANDSHAKES_PER_SECOND) {
            throw new IllegalArgumentException("handshakes a second must be " + MIN_HANDSHAKES_PER_SECOND + " to "
                    + MAX_HANDSHAKES_PER_SECOND + ": " + handshakesPerSecond);
        }
    }

    /** One loop and the best driver: what a client needs. */
    public static UdpSettings of(InetSocketAddress local) {
        return new UdpSettings(local, 1, Driver.AUTO, DEFAULT_HANDSHAKES_PER_SECOND);
    }

    /** One loop a processor, up to eight. */
    public static int defaultLoops() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_DEFAULT_LOOPS);
    }

    /** The same with another number of loops. */
    public UdpSettings withLoops(int newLoops) {
        return new UdpSettings(local, newLoops, driver, handshakesPerSecond);
    }

    /** The same with another driver. */
    public UdpSettings withDriver(Driver newDriver) {
        return new UdpSettings(local, loops, newDriver, handshakesPerSecond);
    }

    /** The same with another rate of first packets. */
    public UdpSettings withHandshakesPerSecond(int newRate) {
        return new UdpSettings(local, loops, driver, newRate);
    }
}
