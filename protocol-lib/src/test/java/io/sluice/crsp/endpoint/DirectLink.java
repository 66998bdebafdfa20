package io.sluice.crsp.endpoint;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Two endpoints whose datagrams reach each other at once, without a socket and without loss. */
final class DirectLink {
    private static final int MAX_DATAGRAM = 65_535;

    private final Endpoint client;
    private final InetSocketAddress clientAddress;
    private final Endpoint gateway;
    private final InetSocketAddress gatewayAddress;
    private final Transmit transmit = new Transmit(ByteBuffer.allocateDirect(MAX_DATAGRAM));
    private long datagrams;

    DirectLink(Endpoint client, InetSocketAddress clientAddress, Endpoint gateway, InetSocketAddress gatewayAddress) {
        this.client = client;
        this.clientAddress = clientAddress;
        this.gateway = gateway;
        this.gatewayAddress = gatewayAddress;
    }

    /** Datagrams carried so far. */
    long datagrams() {
        return datagrams;
    }

    /** Carries what each side has to say once. */
    void step(long now) {
        client.onTimeout(now);
        gateway.onTimeout(now);
        carry(now, client, clientAddress, gateway);
        carry(now, gateway, gatewayAddress, client);
    }

    /** Carries datagrams until neither side has any. Ends only if the applications have no more to send. */
    void settle(long now) {
        long before;
        do {
            before = datagrams;
            step(now);
        } while (datagrams > before);
    }

    private void carry(long now, Endpoint from, InetSocketAddress fromAddress, Endpoint to) {
        while (from.pollTransmit(now, transmit)) {
            to.receive(now, fromAddress, transmit.buffer());
            datagrams++;
        }
    }
}
