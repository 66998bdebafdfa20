package io.sluice.crsp.connection;

import io.sluice.crsp.congestion.CongestionAlgorithm;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limits and timers of a connection. Immutable; start from {@link #DEFAULT} and change what is
 * needed with the {@code with} methods.
 *
 * @param idleTimeout silence after which the connection is given up; 1 s to 1 h. Both sides announce
 *     theirs and the smaller holds. Default 15 s: three missed heartbeats
 * @param keepAlive silence after which a heartbeat goes out; zero for none. Default 5 s
 * @param silenceProbe silence after traffic in which the first heartbeat goes out, to find out early that a peer is gone;
 *     the pauses then double up to {@code keepAlive}. 100 ms to 1 h; zero for none, and then a peer is never called
 *     silent. Default zero; a client that knows several gateways wants it
 * @param handshakeTimeout how long a side waits for the other's next answer during the handshake, which may take three
 *     times as long in all: a gateway to which all its clients come back at once is slow, not away. Default 10 s
 * @param drainTimeout how long a graceful close waits for both sides to finish. Default 5 s
 * @param maxAckDelay how long an acknowledgement may wait for company; at most 1 s. Default 10 ms
 * @param maxProbeTimeout upper end of the exponential back-off of probes, so that a link that returns
 *     is noticed soon. Default 1 s
 * @param initialRtt assumed round trip before it is measured. Default 100 ms, below the 333 ms of RFC
 *     9002 §6.2.2, because a lost first datagram should not cost a second
 * @param datagramSize size of the datagrams sent at first and after a change of path, in bytes, 1200 to 65,000.
 *     Default 1200 (RFC 9000 §14)
 * @param maxDatagramSize size up to which larger datagrams are tried, in bytes, {@code datagramSize} to 65,000; equal
 *     to it for none. Default {@link #ETHERNET_DATAGRAM}; those who may have jumbo frames set {@link #JUMBO_DATAGRAM}
 * @param streamWindow receive credit per stream at first, in bytes. Default 256 KiB
 * @param maxStreamWindow what the credit of a stream that is read quickly may grow to, in bytes. Default 4 MiB
 * @param connectionWindow receive credit over all streams at first, in bytes. Default 1 MiB
 * @param maxConnectionWindow what the credit over all streams may grow to, in bytes. Default 16 MiB
 * @param sendBuffer bytes that an application may offer on a stream before they are acknowledged, at first.
 *     Default 256 KiB
 * @param maxSendBuffer what that may grow to on a path that holds more, in bytes. Default 4 MiB
 * @param sendBudget bounds what all connections with it hold together to send. Default {@link SendBudget#UNLIMITED}
 * @param maxMessageSize largest message accepted, in bytes. Default 16 MiB
 * @param maxStreams streams that the peer may have open at a time. Default 256
 * @param datagrams what becomes of unreliable datagrams. Default: none are accepted
 * @param ecn whether packets ask routers to mark them instead of dropping them (RFC 9000 §13.4). Default true; of use
 *     only under a driver that can set and read the marks
 * @param congestion how sending adapts to the path. Default CUBIC
 * @param logs begins the event log of each connection; null for none, which costs nothing. Default null
 */
public record ConnectionConfig(
        Duration idleTimeout,
        Duration keepAlive,
        Duration silenceProbe,
        Duration handshakeTimeout,
        Duration drainTimeout,
        Duration maxAckDelay,
        Duration maxProbeTimeout,
        Duration initialRtt,
        int datagramSize,
        int maxDatagramSize,
        int streamWindow,
        int maxStreamWindow,
        int connectionWindow,
        int maxConnectionWindow,
        int sendBuffer,
        int maxSendBuffer,
        SendBudget sendBudget,
        int maxMessageSize,
        int maxStreams,
        DatagramConfig datagrams,
        boolean ecn,
        CongestionAlgorithm congestion,
        @Nullable ConnectionLogs logs) {

    /** What a datagram has on Ethernet, in bytes: 1500 less the headers of IPv6 and UDP. */
    public static final int ETHERNET_DATAGRAM = 1500 - 48;

    /** The same with jumbo frames, in bytes: 9000, as data centres and some clouds have them, less the headers. */
    public static final int JUMBO_DATAGRAM = 9000 - 48;

    /** The largest datagram that any setting allows, in bytes. */
    public static final int MAX_DATAGRAM = 65_000;

    /** Every setting at its default. */
    public static final ConnectionConfig DEFAULT = new ConnectionConfig(
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofMillis(10),
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            1200,
            ETHERNET_DATAGRAM,
            256 * 1024,
            4 * 1024 * 1024,
            1024 * 1024,
            16 * 1024 * 1024,
            256 * 1024,
            4 * 1024 * 1024,
            SendBudget.UNLIMITED,
            16 * 1024 * 1024,
            256,
            DatagramConfig.NONE,
            true,
            CongestionAlgorithm.CUBIC,
            null);

    /** Checks every range. */
    public ConnectionConfig {
        requireRange("idleTimeout", idleTimeout, Duration.ofMillis(100), Duration.ofHours(1));
        requireRange("keepAlive", keepAlive, Duration.ZERO, Duration.ofHours(1));
        if (!silenceProbe.isZero()) {
            requireRange("silenceProbe", silenceProbe, Duration.ofMillis(100), Duration.ofHours(1));
        }
        requireRange("handshakeTimeout", handshakeTimeout, Duration.ofMillis(10), Duration.ofMinutes(5));
        requireRange("drainTimeout", drainTimeout, Duration.ZERO, Duration.ofMinutes(5));
        requireRange("maxAckDelay", maxAckDelay, Duration.ZERO, Duration.ofSeconds(1));
        requireRange("maxProbeTimeout", maxProbeTimeout, Duration.ofMillis(10), Duration.ofMinutes(1));
        requireRange("initialRtt", initialRtt, Duration.ofMillis(1), Duration.ofSeconds(10));
        requireRange("datagramSize", datagramSize, 1200, MAX_DATAGRAM);
        requireRange("maxDatagramSize", maxDatagramSize, datagramSize, MAX_DATAGRAM);
        requireRange("streamWindow", streamWindow, 1024, 1 << 30);
        requireRange("maxStreamWindow", maxStreamWindow, streamWindow, 1 << 30);
        requireRange("connectionWindow", connectionWindow, 1024, 1 << 30);
        requireRange("maxConnectionWindow", maxConnectionWindow, connectionWindow, 1 << 30);
        requireRange("sendBuffer", sendBuffer, 1024, 1 << 30);
        requireRange("maxSendBuffer", maxSendBuffer, sendBuffer, 1 << 30);
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
        Edit edit = new Edit(this);
        edit.idleTimeout = newIdleTimeout;
        edit.keepAlive = newKeepAlive;
        return edit.done();
    }

    /** The same with another first pause after traffic until the peer is asked whether it is there; zero for none. */
    public ConnectionConfig withSilenceProbe(Duration pause) {
        Edit edit = new Edit(this);
        edit.silenceProbe = pause;
        return edit.done();
    }

    /** The same with another patience for the gateway's first answer. */
    public ConnectionConfig withHandshakeTimeout(Duration timeout) {
        Edit edit = new Edit(this);
        edit.handshakeTimeout = timeout;
        return edit.done();
    }

    /** The same with another round trip assumed before it is measured. */
    public ConnectionConfig withInitialRtt(Duration roundTrip) {
        Edit edit = new Edit(this);
        edit.initialRtt = roundTrip;
        return edit.done();
    }

    /** The same with windows and send buffer of a fixed size, in bytes. */
    public ConnectionConfig withWindows(int newStreamWindow, int newConnectionWindow, int newSendBuffer) {
        Edit edit = new Edit(this);
        edit.streamWindow = newStreamWindow;
        edit.maxStreamWindow = newStreamWindow;
        edit.connectionWindow = newConnectionWindow;
        edit.maxConnectionWindow = newConnectionWindow;
        edit.sendBuffer = newSendBuffer;
        edit.maxSendBuffer = newSendBuffer;
        return edit.done();
    }

    /** The same with other ends to the growth of windows and send buffer, in bytes. */
    public ConnectionConfig withMaxWindows(int stream, int connection, int newMaxSendBuffer) {
        Edit edit = new Edit(this);
        edit.maxStreamWindow = stream;
        edit.maxConnectionWindow = connection;
        edit.maxSendBuffer = newMaxSendBuffer;
        return edit.done();
    }

    /** The same with this bound on what all connections hold together to send. */
    public ConnectionConfig withSendBudget(SendBudget budget) {
        Edit edit = new Edit(this);
        edit.sendBudget = budget;
        return edit.done();
    }

    /** The same with other limits on what the peer may send. */
    public ConnectionConfig withLimits(int newMaxMessageSize, int newMaxStreams) {
        Edit edit = new Edit(this);
        edit.maxMessageSize = newMaxMessageSize;
        edit.maxStreams = newMaxStreams;
        return edit.done();
    }

    /** The same with datagrams that begin at one size and are tried up to another, in bytes. */
    public ConnectionConfig withDatagramSize(int first, int largest) {
        Edit edit = new Edit(this);
        edit.datagramSize = first;
        edit.maxDatagramSize = largest;
        return edit.done();
    }

    /** The same with other rules for unreliable datagrams. */
    public ConnectionConfig withDatagrams(DatagramConfig config) {
        Edit edit = new Edit(this);
        edit.datagrams = config;
        return edit.done();
    }

    /** The same with or without explicit congestion notification. */
    public ConnectionConfig withEcn(boolean enabled) {
        Edit edit = new Edit(this);
        edit.ecn = enabled;
        return edit.done();
    }

    /** The same with another congestion controller. */
    public ConnectionConfig withCongestion(CongestionAlgorithm algorithm) {
        Edit edit = new Edit(this);
        edit.congestion = algorithm;
        return edit.done();
    }

    /** The same with an event log of each connection. */
    public ConnectionConfig withLogs(ConnectionLogs newLogs) {
        Edit edit = new Edit(this);
        edit.logs = newLogs;
        return edit.done();
    }

    /** A copy under change. */
    private static final class Edit {
        private Duration idleTimeout;
        private Duration keepAlive;
        private Duration silenceProbe;
        private Duration handshakeTimeout;
        private Duration drainTimeout;
        private Duration maxAckDelay;
        private Duration maxProbeTimeout;
        private Duration initialRtt;
        private int datagramSize;
        private int maxDatagramSize;
        private int streamWindow;
        private int maxStreamWindow;
        private int connectionWindow;
        private int maxConnectionWindow;
        private int sendBuffer;
        private int maxSendBuffer;
        private SendBudget sendBudget;
        private int maxMessageSize;
        private int maxStreams;
        private DatagramConfig datagrams;
        private boolean ecn;
        private CongestionAlgorithm congestion;
        private @Nullable ConnectionLogs logs;

        Edit(ConnectionConfig from) {
            idleTimeout = from.idleTimeout;
            keepAlive = from.keepAlive;
            silenceProbe = from.silenceProbe;
            handshakeTimeout = from.handshakeTimeout;
            drainTimeout = from.drainTimeout;
            maxAckDelay = from.maxAckDelay;
            maxProbeTimeout = from.maxProbeTimeout;
            initialRtt = from.initialRtt;
            datagramSize = from.datagramSize;
            maxDatagramSize = from.maxDatagramSize;
            streamWindow = from.streamWindow;
            maxStreamWindow = from.maxStreamWindow;
            connectionWindow = from.connectionWindow;
            maxConnectionWindow = from.maxConnectionWindow;
            sendBuffer = from.sendBuffer;
            maxSendBuffer = from.maxSendBuffer;
            sendBudget = from.sendBudget;
            maxMessageSize = from.maxMessageSize;
            maxStreams = from.maxStreams;
            datagrams = from.datagrams;
            ecn = from.ecn;
            congestion = from.congestion;
            logs = from.logs;
        }

        ConnectionConfig done() {
            return new ConnectionConfig(
                    idleTimeout,
                    keepAlive,
                    silenceProbe,
                    handshakeTimeout,
                    drainTimeout,
                    maxAckDelay,
                    maxProbeTimeout,
                    initialRtt,
                    datagramSize,
                    maxDatagramSize,
                    streamWindow,
                    maxStreamWindow,
                    connectionWindow,
                    maxConnectionWindow,
                    sendBuffer,
                    maxSendBuffer,
                    sendBudget,
                    maxMessageSize,
                    maxStreams,
                    datagrams,
                    ecn,
                    congestion,
                    logs);
        }
    }
}
