package io.sluice.cli.torture;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.crsp.relay.LinkConditions;
import io.sluice.crsp.relay.RelaySettings;
import io.sluice.crsp.relay.UdpRelay;
import io.sluice.crsp.simulator.LinkSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The networks between devices and gateways: a relay before each gateway, whose address is the one that the gateway
 * tells, and in it a link for each device. Links are never good, and worse while a fault says so. Thread-safe.
 */
final class Links implements AutoCloseable {
    /** What a device lives with all the time. */
    private static final LinkSettings USUAL = LinkSettings.builder().loss(0.01).corruption(0.005).duplication(0.01)
            .reordering(0.01).delay(Duration.ZERO, Duration.ofMillis(20)).build();
    private static final LinkSettings BAD = LinkSettings.builder().loss(0.35).corruption(0.1).duplication(0.1)
            .reordering(0.1).delay(Duration.ofMillis(10), Duration.ofMillis(150)).build();
    private static final LinkSettings CUT = LinkSettings.builder().loss(1).build();

    private final List<UdpRelay> relays = new ArrayList<>();
    private final Map<Integer, LinkSettings> ofPorts = new HashMap<>();
    private @Nullable LinkSettings ofAll;

    /** Opens a relay before each of these ports, of gateways that need not run yet. */
    static Links open(List<Integer> gatewayPorts, long seed) throws CliException {
        Links links = new Links();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try {
            for (int port : gatewayPorts) {
                links.relays.add(UdpRelay.start(RelaySettings
                        .builder(new InetSocketAddress(loopback, 0), new InetSocketAddress(loopback, port))
                        .both(USUAL).seed(seed + port).build()));
            }
            return links;
        } catch (IOException e) {
            links.close();
            throw new CliException(ExitCode.ENVIRONMENT, "no UDP socket can be had: " + e.getMessage(), "", e);
        }
    }

    /** Where devices find each gateway, in the order of their numbers. */
    List<InetSocketAddress> gateways() {
        return relays.stream().map(UdpRelay::localAddress).toList();
    }

    synchronized void cutAll() {
        ofAll = CUT;
        apply();
    }

    synchronized void spoilAll() {
        ofAll = BAD;
        apply();
    }

    synchronized void healAll() {
        ofAll = null;
        apply();
    }

    /** Cuts a device off, told by its UDP port. */
    synchronized void cut(int port) {
        ofPorts.put(port, CUT);
        apply();
    }

    synchronized void spoil(int port) {
        ofPorts.put(port, BAD);
        apply();
    }

    synchronized void heal(int port) {
        ofPorts.remove(port);
        apply();
    }

    private void apply() {
        LinkSettings all = ofAll;
        Map<Integer, LinkSettings> each = Map.copyOf(ofPorts);
        LinkConditions conditions = client -> all != null ? all : each.get(client.getPort());
        relays.forEach(relay -> relay.conditions(conditions));
    }

    @Override
    public void close() {
        relays.forEach(UdpRelay::close);
    }
}
