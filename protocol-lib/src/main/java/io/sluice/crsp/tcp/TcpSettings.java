package io.sluice.crsp.tcp;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How a gateway's TCP port is opened.
 *
 * @param local address and port to bind; port 0 for any free one
 * @param maxTunnels TCP connections at a time; further ones are closed at once. Default 100,000
 * @param handshakeTimeout how long a client may take for TLS, and then until its CRSP connection begins. Default 10 s
 * @param sendQueue bytes that may wait for each TCP connection's socket; packets that find no room are dropped, as by
 *     a full queue on a path. At least 65,537. Default 1 MiB
 */
public record TcpSettings(InetSocketAddress local, int maxTunnels, Duration handshakeTimeout, int sendQueue) {
    public static final int DEFAULT_MAX_TUNNELS = 100_000;

    public static final int DEFAULT_SEND_QUEUE = 1024 * 1024;

    public static final Duration DEFAULT_HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    public TcpSettings {
        if (maxTunnels < 1) {
            throw new IllegalArgumentException("maxTunnels must be at least 1: " + maxTunnels);
        }
        if (handshakeTimeout.compareTo(Duration.ofMillis(10)) < 0
                || handshakeTimeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("handshakeTimeout must be 10 ms to 5 min: " + handshakeTimeout);
        }
        if (sendQueue < TunnelChannels.MAX_FRAME) {
            throw new IllegalArgumentException(
                    "sendQueue must be at least " + TunnelChannels.MAX_FRAME + ": " + sendQueue);
        }
    }

    /** All defaults but for the address. */
    public static TcpSettings of(InetSocketAddress local) {
        return new TcpSettings(local, DEFAULT_MAX_TUNNELS, DEFAULT_HANDSHAKE_TIMEOUT, DEFAULT_SEND_QUEUE);
    }

    /** The same with another limit on connections. */
    public TcpSettings withMaxTunnels(int count) {
        return new TcpSettings(local, count, handshakeTimeout, sendQueue);
    }

    /** The same with another patience. */
    public TcpSettings withHandshakeTimeout(Duration timeout) {
        return new TcpSettings(local, maxTunnels, timeout, sendQueue);
    }

    /** The same with another queue before each socket. */
    public TcpSettings withSendQueue(int bytes) {
        return new TcpSettings(local, maxTunnels, handshakeTimeout, bytes);
    }
}
