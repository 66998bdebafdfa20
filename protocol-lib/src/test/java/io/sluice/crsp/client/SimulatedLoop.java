package io.sluice.crsp.client;

import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.simulator.SimulatedNetwork;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A simulated network as an event loop: one thread, virtual time, tasks run where they are handed in. */
final class SimulatedLoop implements EventLoop {
    private final SimulatedNetwork network;
    private final Endpoint endpoint;
    private final @Nullable InetSocketAddress byTcp;

    SimulatedLoop(SimulatedNetwork network, Endpoint endpoint) {
        this(network, endpoint, null);
    }

    /** @param byTcp the address that stands for the gateway's TCP port; null for none */
    SimulatedLoop(SimulatedNetwork network, Endpoint endpoint, @Nullable InetSocketAddress byTcp) {
        this.byTcp = byTcp;
        this.network = network;
        this.endpoint = endpoint;
    }

    @Override
    public long now() {
        return network.now();
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
        boolean[] cancelled = {false};
        network.at(network.now() + delayNanos, () -> {
            if (!cancelled[0]) {
                task.run();
            }
        });
        return () -> cancelled[0] = true;
    }

    @Override
    public EndpointConnection connect(
            InetSocketAddress remote, ClientSecurity security, ConnectionHandler handler) {
        return endpoint.connect(now(), remote, security, handler);
    }

    @Override
    public @Nullable EndpointConnection connectByTcp(
            InetSocketAddress remote, ClientSecurity security, ConnectionHandler handler) {
        return byTcp == null ? null : endpoint.connect(now(), byTcp, security, handler);
    }
}
