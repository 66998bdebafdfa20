package io.sluice.benchmarks.contestant;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What lies between the two ends. */
public interface Network {
    /** Nothing but the loopback interface. */
    Network LOOPBACK = server -> server;

    /** The address that leads to a server. Called once, when the server is bound. */
    InetSocketAddress towards(InetSocketAddress server) throws IOException;

    /** Where the server should listen; the port is free to choose. */
    default InetSocketAddress serverAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
