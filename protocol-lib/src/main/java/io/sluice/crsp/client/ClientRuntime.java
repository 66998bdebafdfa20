package io.sluice.crsp.client;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.udp.UdpLoop;
import io.sluice.crsp.udp.UdpSettings;
import io.sluice.crsp.udp.UdpTransport;
import io.sluice.crsp.wire.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;

/**
 * One socket and one thread for any number of clients. A single client needs none: {@link SluiceClient#connect} makes
 * its own.
 */
public final class ClientRuntime implements AutoCloseable {
    private final UdpTransport transport;
    private final SecureRandom random = new SecureRandom();

    /**
     * Opens a socket on a free port and starts a daemon thread.
     *
     * @param connection timers and limits of every connection
     * @throws UncheckedIOException if no socket can be opened
     */
    public ClientRuntime(ConnectionConfig connection) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        try {
            transport = UdpTransport.open(
                    UdpSettings.of(new InetSocketAddress(0)),
                    EndpointConfig.plain(connection, secret),
                    null,
                    Thread.ofPlatform().daemon().name("sluice-client").factory());
        } catch (IOException e) {
            throw new UncheckedIOException("no UDP socket can be opened", e);
        }
    }

    /**
     * Begins a session and waits until a gateway has opened it.
     *
     * @throws SluiceException if a gateway refuses, or none could be reached within the policy's attempts
     */
    public SluiceClient connect(ClientOptions options) throws InterruptedException, SluiceException {
        return SluiceClient.begin(this, false, options);
    }

    /** The UDP port that its connections come from. */
    public int port() {
        return transport.localAddress().getPort();
    }

    UdpLoop loop() {
        return transport.loop();
    }

    SecureRandom random() {
        return random;
    }

    /** Drops every connection; sessions stay with their gateways for their reconnect window. */
    @Override
    public void close() {
        transport.close(ErrorCode.NO_ERROR, "the client stops");
    }
}
