package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.CloseReason.Origin;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.simulator.EndpointNode;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that takes part in one run, and what befalls it: the network, the gateway, clients, hostile peers, the watch. */
final class World {
    /** How far a machine's clock may be from the network's: they agree on nothing, not even on the sign. */
    private static final long MAX_CLOCK = 1L << 60;

    private static final Duration HANDSHAKE_PATIENCE = Duration.ofMinutes(1);
    private static final byte[] SECRET = "the secret of a simulated gateway".getBytes(StandardCharsets.US_ASCII);
    private static final int PORT = 4650;
    private static final long THAW_STEP_MILLIS = 20;
    private static final int HOSTILE_HOST = 128;
    /** Nothing of the network's badness, or it would hide what a hostile peer is answered. */
    private static final LinkSettings HOSTILE_LINK = LinkSettings.builder()
            .delay(Duration.ofMillis(2), Duration.ofMillis(2)).build();

    private final Scenario scenario;
    private final ConnectionConfig config;
    private final SimulatedNetwork network;
    private final SplittableRandom random;
    private final SimulatedSecurity security;
    private final Trace trace;
    private final Invariants invariants;
    private final InetSocketAddress gatewayAddress = address(0, 0);
    private final SimulatedGateway gateway;
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final List<HostilePeer> hostile = new ArrayList<>();
    private @Nullable String violation;
    private boolean gatewayUp;
    private int moves;
    private int reconnects;
    private int restarts;

    World(Scenario scenario, @Nullable Consumer<String> lines) {
        this.scenario = scenario;
        this.network = new SimulatedNetwork(scenario.link(), scenario.seed());
        this.random = network.newRandom();
        this.trace = new Trace(lines);
        this.security = new SimulatedSecurity(scenario.secure(), network, network.newRandom());
        this.config = ConnectionConfig.DEFAULT.withCongestion(scenario.congestion())
                .withHandshakeTimeout(HANDSHAKE_PATIENCE)
                .withWindows(scenario.streamWindow(), scenario.connectionWindow(), scenario.streamWindow())
                .withMaxWindows(4 * scenario.streamWindow(), 4 * scenario.connectionWindow(),
                        4 * scenario.streamWindow())
                .withLimits(Math.max(64, scenario.maxMessageSize()), ConnectionConfig.DEFAULT.maxStreams());
        this.invariants = new Invariants(this, config);
        network.tap(invariants);
        this.gateway = new SimulatedGateway(this);
        for (int i = 0; i < scenario.clients(); i++) {
            InetSocketAddress address = address(i + 1, 0);
            Endpoint endpoint = new Endpoint(EndpointConfig.plain(config, SECRET), null, network.newRandom());
            EndpointNode node = new EndpointNode(endpoint, clock());
            network.attach(address, node);
            clients.add(new SimulatedClient(this, i, node, address));
        }
        for (int i = 0; i < scenario.hostile().size(); i++) {
            InetSocketAddress address = address(HOSTILE_HOST + i, 0);
            HostilePeer peer = new HostilePeer(scenario.hostile().get(i), gatewayAddress, network.newRandom(), config);
            network.route(address, gatewayAddress, HOSTILE_LINK);
            network.route(gatewayAddress, address, HOSTILE_LINK);
            network.attach(address, peer);
            hostile.add(peer);
        }
    }

    static InetSocketAddress address(int host, int move) {
        return new InetSocketAddress(
                InetAddress.ofLiteral("10.0." + move + "." + (host + 1)), PORT + move);
    }

    static boolean isHostile(InetSocketAddress remote) {
        return (remote.getAddress().getAddress()[3] & 0xFF) > HOSTILE_HOST;
    }

    private long clock() {
        return random.nextLong(-MAX_CLOCK, MAX_CLOCK);
    }

    Scenario scenario() {
        return scenario;
    }

    SimulatedNetwork network() {
        return network;
    }

    SimulatedSecurity security() {
        return security;
    }

    Trace trace() {
        return trace;
    }

    InetSocketAddress gatewayAddress() {
        return gatewayAddress;
    }

    SimulatedGateway gateway() {
        return gateway;
    }

    List<SimulatedClient> clients() {
        return clients;
    }

    List<HostilePeer> hostile() {
        return hostile;
    }

    int reconnects() {
        return reconnects;
    }

    int restarts() {
        return restarts;
    }

    int moves() {
        return moves;
    }

    Invariants invariants() {
        return invariants;
    }

    @Nullable
    String violation() {
        return violation;
    }

    /** What should never be: the first one counts. */
    void fail(String what) {
        if (violation == null) {
            violation = String.format(Locale.ROOT, "at %.6f s: %s", network.now() / 1e9, what);
            trace.note(network.now(), "VIOLATION " + what);
        }
    }

    void reconnected() {
        reconnects++;
    }

    /** Whether a connection may end like that with nobody at fault. */
    boolean mayEnd(CloseReason reason) {
        return scenario.mayReconnect()
                && (reason.origin() == Origin.TIMEOUT || reason.origin() == Origin.STATELESS_RESET);
    }

    EndpointNode newGatewayNode(SimulatedGateway application) {
        Endpoint endpoint = new Endpoint(
                EndpointConfig.of(config, SECRET, security.gateway()),
                remote -> isHostile(remote) ? new HostileSink(this) : application.accept(),
                network.newRandom());
        EndpointNode node = new EndpointNode(endpoint, clock());
        network.attach(gatewayAddress, node);
        gatewayUp = true;
        return node;
    }

    /** Runs an action of a machine's application; a process that is frozen gets to it afterwards. */
    void later(EndpointNode node, long millis, Runnable action) {
        network.at(network.now() + TimeUnit.MILLISECONDS.toNanos(millis), () -> {
            if (node.isFrozen(network.now())) {
                later(node, THAW_STEP_MILLIS, action);
            } else {
                action.run();
            }
        });
    }

    private void at(long millis, String what, Runnable action) {
        network.at(TimeUnit.MILLISECONDS.toNanos(millis), () -> {
            trace.note(network.now(), what);
            action.run();
        });
    }

    /** Puts everything that the scenario has in store on the network's clock. */
    void schedule() {
        for (Scenario.Outage cut : scenario.cuts()) {
            at(cut.atMillis(), "cut", () -> network.cutAll(true));
            at(cut.atMillis() + cut.millis(), "restored", () -> network.cutAll(false));
        }
        for (Scenario.Move move : scenario.moves()) {
            at(move.atMillis(), "client " + move.client() + " moves", () -> move(clients.get(move.client())));
        }
        for (Scenario.Outage restart : scenario.restarts()) {
            at(restart.atMillis(), "gateway killed", this::kill);
            at(restart.atMillis() + restart.millis(), "gateway started", this::start);
        }
        for (Scenario.Jolt jump : scenario.jumps()) {
            at(
                    jump.atMillis(),
                    "the clock of machine " + jump.machine() + " jumps by " + jump.millis() + " ms",
                    () -> machine(jump).jump(TimeUnit.MILLISECONDS.toNanos(jump.millis())));
        }
        for (Scenario.Jolt freeze : scenario.freezes()) {
            at(
                    freeze.atMillis(),
                    "machine " + freeze.machine() + " freezes for " + freeze.millis() + " ms",
                    () -> machine(freeze).freeze(network.now() + TimeUnit.MILLISECONDS.toNanos(freeze.millis())));
        }
        for (SimulatedClient client : clients) {
            later(client.node(), random.nextInt(100), client::connect);
        }
        for (HostilePeer peer : hostile) {
            peer.begin(TimeUnit.MILLISECONDS.toNanos(random.nextInt(500)));
        }
    }

    /** When the last of it is over, in nanoseconds. */
    long lastDisturbance() {
        long last = 0;
        for (Scenario.Outage each : scenario.cuts()) {
            last = Math.max(last, each.atMillis() + each.millis());
        }
        for (Scenario.Outage each : scenario.restarts()) {
            last = Math.max(last, each.atMillis() + each.millis());
        }
        for (Scenario.Move each : scenario.moves()) {
            last = Math.max(last, each.atMillis());
        }
        for (Scenario.Jolt each : scenario.jumps()) {
            last = Math.max(last, each.atMillis());
        }
        for (Scenario.Jolt each : scenario.freezes()) {
            last = Math.max(last, each.atMillis() + each.millis());
        }
        return TimeUnit.MILLISECONDS.toNanos(last);
    }

    private EndpointNode machine(Scenario.Jolt jolt) {
        return jolt.machine() == Scenario.GATEWAY ? gateway.node() : clients.get(jolt.machine()).node();
    }

    private void kill() {
        if (gatewayUp) {
            gatewayUp = false;
            restarts++;
            network.detach(gatewayAddress);
            gateway.kill();
        }
    }

    private void start() {
        if (!gatewayUp) {
            gateway.start();
        }
    }

    private void move(SimulatedClient client) {
        // Before the handshake is over an address belongs to the connection (docs/protocol.md).
        if (client.isEstablished()) {
            InetSocketAddress next = address(client.number() + 1, ++moves);
            network.move(client.address(), next);
            client.address(next);
        }
    }

    String describe() {
        return clients.stream().filter(client -> !client.isDone()).toList() + " " + gateway;
    }
}
