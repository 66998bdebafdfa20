package io.sluice.crsp.endpoint;

import io.sluice.crsp.connection.TunnelAddress;
import java.net.InetSocketAddress;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** The connections inside tunnels, one in each; a tunnel ends with its connection. Not safe for threads. */
final class Tunnels {
    private final IdentityHashMap<TunnelAddress, EndpointConnection> connections = new IdentityHashMap<>();

    /** Notes a connection if it is in a tunnel. */
    void add(EndpointConnection entry) {
        if (entry.remote() instanceof TunnelAddress tunnel) {
            connections.put(tunnel, entry);
        }
    }

    /** True if this is a tunnel with a connection inside already. */
    boolean isTaken(InetSocketAddress from) {
        return from instanceof TunnelAddress tunnel && connections.containsKey(tunnel);
    }

    @Nullable
    EndpointConnection get(TunnelAddress tunnel) {
        return connections.get(tunnel);
    }

    /** Ends the tunnel of a connection that is over, if it was in one. */
    void remove(EndpointConnection entry) {
        if (entry.remote() instanceof TunnelAddress tunnel && connections.remove(tunnel, entry)) {
            tunnel.close();
        }
    }
}
