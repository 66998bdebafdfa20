package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.simulator.LinkCounters;
import io.sluice.crsp.wire.ErrorCode;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link Scenario} and checks what must hold whatever the network and other peers do. At every step: each message
 * of a session comes once, unchanged and in order, and nothing that was not sent; no packet number is used twice and no
 * packet processed twice; only what arrived is acknowledged; credit, congestion windows, memory and the bytes to
 * addresses that are not validated keep their bounds; every connection has a deadline. At the end: every session has
 * everything, nobody hangs, everybody closed in order, hostile peers were told what they did wrong.
 *
 * <pre>{@code
 * SimulationResult result = Simulation.run(Scenario.of(42));
 * if (result.violation() != null) { ... it happens again with the same seed ... }
 * }</pre>
 *
 * <p>One thread for one run; runs share nothing.
 */
public final class Simulation {
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(15);
    private static final long CLOSING_PATIENCE = TimeUnit.MINUTES.toNanos(2);

    private final World world;

    private Simulation(World world) {
        this.world = world;
    }

    /** Runs a scenario to its end. */
    public static SimulationResult run(Scenario scenario) {
        return run(scenario, null);
    }

    /**
     * Runs a scenario to its end and tells every datagram and event.
     *
     * @param lines takes one line each, in order; null for nobody
     */
    public static SimulationResult run(Scenario scenario, @Nullable Consumer<String> lines) {
        return new Simulation(new World(scenario, lines)).run();
    }

    private SimulationResult run() {
        world.schedule();
        if (!await(this::isDone, PATIENCE)) {
            world.fail("no progress: " + world.describe());
        }
        // A cut while both say goodbye would leave one of them to its idle timeout, as it must.
        if (world.violation() == null) {
            long end = Math.max(world.network().now(), world.lastDisturbance());
            world.network().runUntil(() -> world.violation() != null || world.network().now() >= end, end);
        }
        if (world.violation() == null) {
            close();
        }
        return result();
    }

    private boolean await(BooleanSupplier condition, long patience) {
        return world.network().runUntil(
                () -> world.violation() != null || condition.getAsBoolean(), world.network().now() + patience);
    }

    private boolean isDone() {
        return world.clients().stream().allMatch(SimulatedClient::isDone)
                && world.hostile().stream().allMatch(HostilePeer::isOver);
    }

    private void close() {
        checkGateway();
        checkHostile();
        world.clients().forEach(SimulatedClient::leave);
        if (!await(this::isGone, CLOSING_PATIENCE)) {
            world.fail("not closed: " + world.clients() + " and " + world.gateway().node().endpoint().statistics());
        }
        boolean replaced = world.gateway().accepted() != world.scenario().clients();
        if (world.violation() == null && replaced && !world.scenario().mayReconnect()) {
            world.fail("connections were replaced: " + world.gateway().accepted() + " for "
                    + world.scenario().clients() + " clients");
        }
    }

    private boolean isGone() {
        return world.clients().stream().noneMatch(SimulatedClient::isConnected)
                && world.gateway().node().endpoint().isEmpty();
    }

    private void checkGateway() {
        for (SimulatedClient client : world.clients()) {
            for (int i = 0; i < world.scenario().streams(); i++) {
                Exchange exchange = world.gateway().exchange(client.number(), i);
                if (!exchange.isReceivingOver() && !client.exchange(i).isCutShort()) {
                    world.fail("the client is done, the gateway not: " + exchange);
                }
            }
        }
    }

    private void checkHostile() {
        if (!world.scenario().cuts().isEmpty() || world.scenario().mayReconnect()) {
            // The answer may have met a cut, or a gateway that remembers nothing.
            return;
        }
        for (HostilePeer peer : world.hostile()) {
            ErrorCode code = peer.closedWith();
            if (!peer.hasAttacked()) {
                world.fail("a hostile peer found no connection: " + peer.hostility());
            } else if (code == null && peer.hostility().mustClose()) {
                world.fail("the gateway goes on with a hostile peer: " + peer.hostility());
            } else if (code != null && !peer.hostility().allows(code)) {
                world.fail("the gateway closed with " + code + " at " + peer.hostility());
            }
        }
    }

    private SimulationResult result() {
        LinkCounters links = world.network().counters();
        return new SimulationResult(
                world.scenario(),
                world.violation(),
                world.network().now(),
                world.trace().fingerprint(),
                links,
                world.invariants().steps(),
                world.invariants().peakMemory(),
                world.reconnects(),
                world.restarts(),
                world.moves());
    }
}
