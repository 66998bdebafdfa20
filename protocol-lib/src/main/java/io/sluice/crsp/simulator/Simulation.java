package io.sluice.crsp.simulator;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.security.ClientSecurity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link Scenario} and checks what must hold whatever the network does: every message of every stream comes once,
 * unchanged and in order, both sides end in order, and no connection is replaced by another.
 *
 * <pre>{@code
 * Simulation.Result result = Simulation.run(Scenario.of(42));
 * if (result.violation() != null) { ... it happens again with the same seed ... }
 * }</pre>
 */
public final class Simulation {
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(30);
    private static final long CLOSING_PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private static final long LAST_DISTURBANCE = TimeUnit.SECONDS.toNanos(12);
    private static final Duration HANDSHAKE_PATIENCE = Duration.ofMinutes(1);
    private static final byte[] SECRET = "the secret of a simulated gateway".getBytes(StandardCharsets.US_ASCII);
    private static final int PORT = 4650;

    private final Scenario scenario;
    private final SimulatedNetwork network;
    private final InetSocketAddress gatewayAddress = address(0, 0);
    private final List<ScriptedPeer> clients = new ArrayList<>();
    private final List<ScriptedPeer> gateways = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final Endpoint gateway;
    private int moves;

    /**
     * What came of a run.
     *
     * @param violation what should never happen, or null
     * @param nanos virtual time that it took
     * @param fingerprint equal for equal runs: the same seed must give the same
     */
    public record Result(Scenario scenario, @Nullable String violation, long nanos, long fingerprint) {}

    private Simulation(Scenario scenario) {
        this.scenario = scenario;
        this.network = new SimulatedNetwork(scenario.link(), scenario.seed());
        ConnectionConfig config = config(scenario);
        this.gateway = new Endpoint(
                EndpointConfig.plain(config, SECRET),
                remote -> {
                    // Clients connect one after the other, so the n-th connection is the n-th client's.
                    ScriptedPeer peer = new ScriptedPeer(scenario, false, gateways.size());
                    gateways.add(peer);
                    return peer;
                },
                network.newRandom());
        network.attach(gatewayAddress, gateway);
        for (int i = 0; i < scenario.clients(); i++) {
            addresses.add(address(i + 1, 0));
            clients.add(new ScriptedPeer(scenario, true, i));
        }
    }

    private static ConnectionConfig config(Scenario scenario) {
        // Cuts may take most of the first ten seconds, and nobody connects a second time here.
        return ConnectionConfig.DEFAULT.withCongestion(scenario.congestion()).withHandshakeTimeout(HANDSHAKE_PATIENCE);
    }

    private static InetSocketAddress address(int host, int move) {
        return new InetSocketAddress(InetAddress.ofLiteral("10.0." + move + "." + (host + 1)), PORT + move);
    }

    /** Runs a scenario to its end. */
    public static Result run(Scenario scenario) {
        return new Simulation(scenario).run();
    }

    private Result run() {
        schedule();
        ConnectionConfig config = config(scenario);
        for (int i = 0; i < scenario.clients(); i++) {
            Endpoint endpoint = new Endpoint(EndpointConfig.plain(config, SECRET), null, network.newRandom());
            network.attach(addresses.get(i), endpoint);
            int count = i + 1;
            endpoint.connect(network.now(), gatewayAddress, ClientSecurity.plain(), clients.get(i));
            network.runUntil(() -> gateways.size() >= count || anyViolation() != null, network.now() + PATIENCE);
        }
        boolean finished = network.runUntil(this::isSettled, network.now() + PATIENCE);
        String violation = anyViolation();
        if (violation == null && !finished) {
            violation = "no progress: " + describe();
        }
        if (violation == null) {
            violation = close();
        }
        if (violation == null && gateway.statistics().accepted() != scenario.clients()) {
            violation = "connections were replaced: " + gateway.statistics();
        }
        return new Result(scenario, violation, network.now(), fingerprint());
    }

    private void schedule() {
        for (Scenario.Cut cut : scenario.cuts()) {
            network.at(TimeUnit.MILLISECONDS.toNanos(cut.atMillis()), () -> network.cutAll(true));
            network.at(
                    TimeUnit.MILLISECONDS.toNanos(cut.atMillis() + cut.millis()), () -> network.cutAll(false));
        }
        for (Scenario.Move move : scenario.moves()) {
            network.at(TimeUnit.MILLISECONDS.toNanos(move.atMillis()), () -> move(move.client()));
        }
    }

    private void move(int client) {
        EndpointConnection connection = clients.get(client).connection();
        if (connection == null) {
            // Before the handshake is over an address belongs to the connection (docs/protocol.md).
            return;
        }
        InetSocketAddress next = address(client + 1, ++moves);
        network.move(addresses.get(client), next);
        addresses.set(client, next);
    }

    private boolean isSettled() {
        return anyViolation() != null
                || (clients.stream().allMatch(ScriptedPeer::isDone)
                        && gateways.stream().allMatch(ScriptedPeer::isDone));
    }

    private @Nullable String close() {
        // A cut while both say goodbye would leave one of them to its idle timeout, as it must.
        network.runTo(Math.max(network.now(), LAST_DISTURBANCE));
        for (ScriptedPeer client : clients) {
            EndpointConnection connection = client.connection();
            if (connection != null) {
                connection.connection().shutdown(network.now());
                connection.wakeUp();
            }
        }
        boolean closed = network.runUntil(
                () -> clients.stream().allMatch(peer -> peer.closed() != null)
                        && gateways.stream().allMatch(peer -> peer.closed() != null),
                network.now() + CLOSING_PATIENCE);
        return anyViolation() != null ? anyViolation() : closed ? null : "not closed: " + describe();
    }

    private @Nullable String anyViolation() {
        for (ScriptedPeer peer : clients) {
            if (peer.violation() != null) {
                return peer.violation();
            }
        }
        for (ScriptedPeer peer : gateways) {
            if (peer.violation() != null) {
                return peer.violation();
            }
        }
        return null;
    }

    private String describe() {
        StringBuilder text = new StringBuilder();
        clients.forEach(peer -> text.append(peer.progress()).append(" | "));
        gateways.forEach(peer -> text.append(peer.progress()).append(" | "));
        return text.toString();
    }

    private long fingerprint() {
        long value = network.now();
        for (ScriptedPeer peer : clients) {
            EndpointConnection connection = peer.connection();
            value = value * 31 + (connection == null ? 0 : connection.connection().statistics().hashCode());
        }
        return value;
    }
}
