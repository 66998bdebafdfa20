package io.sluice.crsp.connection;

import io.sluice.crsp.congestion.CongestionAlgorithm;
import java.time.Duration;

/**
 * The limits and timers of a connection. Immutable; start from {@link #DEFAULT} and change what is
 * needed with the {@code with} methods.
 *
 * @param idleTimeout silence after which the connection is given up; 1 s to 1 h. Both sides announce
 *     theirs and the smaller holds. Default 15 s: three missed heartbeats
 * @param keepAlive silence after which a heartbeat goes out; zero for none. Default 5 s
 * @param handshakeTimeout how long a client waits for the gateway's first answer. Default 10 s
 * @param drainTimeout how long a graceful close waits for both sides to finish. Default 5 s
 * @param maxAckDelay how long an acknowledgement may wait for company; at most 1 s. Default 10 ms
 * @param maxProbeTimeout upper end of the exponential back-off of probes, so that a link that returns
 *     is noticed soon. Default 1 s
 * @param initialRtt assumed round trip before it is measured. Default 100 ms, below the 333 ms of RFC
 *     9002 §6.2.2, because a lost first datagram should not cost a second
 * @param datagramSize size of the datagrams sent, in bytes, 1200 to 65,000. Default 1200 (RFC 9000 §14)
 * @param streamWindow receive credit per stream in bytes. Default 256 KiB
 * @param connectionWindow receive credit over all streams in bytes. Default 1 MiB
 * @param sendBuffer bytes that an application may offer on a stream before they are acknowledged.
 *     Default 256 KiB
 * @param maxMessageSize largest message accepted, in bytes. Default 16 MiB
 * @param maxStreams streams that the peer may have open at a time. Default 256
 * @param congestion how sending adapts to the path. Default CUBIC
 */
public record ConnectionConfig(
        Duration idleTimeout,
        Duration keepAlive,
        Duration handshakeTimeout,
        Duration drainTimeout,
        Duration maxAckDelay,
        Duration maxProbeTimeout,
        Duration initialRtt,
        int datagramSize,
        int streamWindow,
        int connectionWindow,
        int sendBuffer,
        int maxMessageSize,
        int maxStreams, CongestionAlgorithm congestion) {

    /** Every setting at its default. */
    public static final ConnectionConfig DEFAULT = new ConnectionConfig(
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofMillis(10),
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            1200,
            256 * 1024,
            1024 * 1024,
            256 * 1024,
            16 * 1024 * 1024,
            256, CongestionAlgorithm.CUBIC);

    /** Checks every range. */
    public ConnectionConfig {
        requireRange("idleTimeout", idleTimeout, Duration.ofMillis(100), Duration.ofHours(1));
        requireRange("keepAlive", keepAlive, Duration.ZERO, Duration.ofHours(1));
        requireRange("handshakeTimeout", handshakeTimeout, Duration.ofMillis(10), Duration.ofMinutes(5));
        requireRange("drainTimeout", drainTimeout, Duration.ZERO, Duration.ofMinutes(5));
        requireRange("maxAckDelay", maxAckDelay, Duration.ZERO, Duration.ofSeconds(1));
        requireRange("maxProbeTimeout", maxProbeTimeout, Duration.ofMillis(10), Duration.ofMinutes(1));
        requireRange("initialRtt", initialRtt, Duration.ofMillis(1), Duration.ofSeconds(10));
        requireRange("datagramSize", datagramSize, 1200, 65_000);
        requireRange("streamWindow", streamWindow, 1024, 1 << 30);
        requireRange("connectionWindow", connectionWindow, 1024, 1 << 30);
        requireRange("sendBuffer", sendBuffer, 1024, 1 << 30);
        requireRange("maxMessageSize", maxMessageSize, 1, 1 << 30);
        requireRange("maxStreams", maxStreams, 1, 1 << 20);
    }

    private static void requireRange(String name, Duration value, Duration low, Duration high) {
        if (value.compareTo(low) < 0 || value.compareTo(high) > 0) {
            throw new IllegalArgumentException(name + " must be " + low + " to " + high + ": " + value);
        }
    }

    private static void requireRange(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " must be " + low + " to " + high + ": " + value);
        }
    }

    /** The same with other timers for silence. */
    public ConnectionConfig withIdle(Duration newIdleTimeout, Duration newKeepAlive) {
        return new ConnectionConfig(
                newIdleTimeout, newKeepAlive, handshakeTimeout, drainTimeout, maxAckDelay, maxProbeTimeout,
                initialRtt, datagramSize, streamWindow, connectionWindow, sendBuffer, maxMessageSize,
                maxStreams, congestion);
    }

    /** The same with another patience for the gateway's first answer. */
    public ConnectionConfig withHandshakeTimeout(Duration timeout) {
        return new ConnectionConfig(
                idleTimeout, keepAlive, timeout, drainTimeout, maxAckDelay, maxProbeTimeout, initialRtt, datagramSize,
                streamWindow, connectionWindow, sendBuffer, maxMessageSize, maxStreams, congestion);
    }

    /** The same with other windows, in bytes. */
    public ConnectionConfig withWindows(int newStreamWindow, int newConnectionWindow, int newSendBuffer) {
        return new ConnectionConfig(
                idleTimeout, keepAlive, handshakeTimeout, drainTimeout, maxAckDelay, maxProbeTimeout,
                initialRtt, datagramSize, newStreamWindow, newConnectionWindow, newSendBuffer,
                maxMessageSize, maxStreams, congestion);
    }

    /** The same with other limits on what the peer may send. */
    public ConnectionConfig withLimits(int newMaxMessageSize, int newMaxStreams) {
        return new ConnectionConfig(
                idleTimeout, keepAlive, handshakeTimeout, drainTimeout, maxAckDelay, maxProbeTimeout,
                initialRtt, datagramSize, streamWindow, connectionWindow, sendBuffer, newMaxMessageSize,
                newMaxStreams, congestion);
    }

    /** The same with another congestion controller. */
    public ConnectionConfig withCongestion(CongestionAlgorithm algorithm) {
        return new ConnectionConfig(
                idleTimeout, keepAlive, handshakeTimeout, drainTimeout, maxAckDelay, maxProbeTimeout, initialRtt,
                datagramSize, streamWindow, connectionWindow, sendBuffer, maxMessageSize, maxStreams, algorithm);
    }
}
