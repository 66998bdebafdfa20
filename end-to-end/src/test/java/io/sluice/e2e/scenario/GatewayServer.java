package io.sluice.e2e.scenario;

import java.net.InetSocketAddress;

/** A gateway, as a process or in a container. */
public interface GatewayServer extends Server {
    /** Where clients find it. */
    InetSocketAddress address();
}
