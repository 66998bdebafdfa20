package io.sluice.crsp.simulator;

import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.Transmit;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints joined by {@link SimulatedLink}s under a virtual clock: a whole run on one thread, without
 * a socket, repeated bit for bit by its seed. Time jumps from one event to the next.
 */
public final class SimulatedNetwork {
    private static final int MAX_DATAGRAM = 65_535;

    private record Route(InetSocketAddress from, InetSocketAddress to) {}

    private final SplittableRandom random;
    private final Map<InetSocketAddress, Endpoint> endpoints = new LinkedHashMap<>();
    private final Map<Route, SimulatedLink> links = new LinkedHashMap<>();
    private final Map<Route, LinkSettings> routeSettings = new HashMap<>();
    private final LinkSettings defaultSettings;
    private final Transmit transmit = new Transmit(ByteBuffer.allocate(MAX_DATAGRAM));
    private final List<Scheduled> schedule = new ArrayList<>();
    private long now;
    private boolean cutNew;

    private record Scheduled(long time, Runnable action) {}

    /**
     * @param settings of every link that is not set on its own
     */
    public SimulatedNetwork(LinkSettings settings, long seed) {
        this.defaultSettings = settings;
        this.random = new SplittableRandom(seed);
    }

    /** The virtual time in nanoseconds; starts at 0. */
    public long now() {
        return now;
    }

    /** A generator derived from the seed, for an endpoint or an application of this run. */
    public SplittableRandom newRandom() {
        return random.split();
    }

    /** Adds an endpoint, or puts another in its place, as after a restart. */
    public void attach(InetSocketAddress address, Endpoint endpoint) {
        endpoints.put(address, endpoint);
    }

    /** Gives an endpoint another address, as a NAT or a change of network does; the old one leads nowhere. */
    public void move(InetSocketAddress from, InetSocketAddress to) {
        Endpoint endpoint = endpoints.remove(from);
        if (endpoint != null) {
            endpoints.put(to, endpoint);
        }
    }

    /** Takes an endpoint away; what is sent to it is lost. */
    public void detach(InetSocketAddress address) {
        endpoints.remove(address);
    }

    /** Gives one direction its own settings; must come before its first datagram. */
    public void route(InetSocketAddress from, InetSocketAddress to, LinkSettings settings) {
        routeSettings.put(new Route(from, to), settings);
    }

    /** Cuts or restores all links, of now and, if cut, those that would begin. */
    public void cutAll(boolean cut) {
        cutNew = cut;
        for (SimulatedLink link : links.values()) {
            if (cut) {
                link.cut();
            } else {
                link.restore();
            }
        }
    }

    /** Runs an action at a virtual time. */
    public void at(long time, Runnable action) {
        schedule.add(new Scheduled(time, action));
    }

    /** The counters of one direction, or null if nothing ever went that way. */
    public @Nullable LinkCounters counters(InetSocketAddress from, InetSocketAddress to) {
        SimulatedLink link = links.get(new Route(from, to));
        return link == null ? null : link.counters();
    }

    /**
     * Runs until the condition holds.
     *
     * @return false if the time limit, or the end of all activity, came first
     */
    public boolean runUntil(BooleanSupplier condition, long deadline) {
        flush();
        while (!condition.getAsBoolean()) {
            long next = nextTime();
            if (next == Long.MAX_VALUE || next > deadline) {
                now = Math.max(now, Math.min(next, deadline));
                return condition.getAsBoolean();
            }
            now = Math.max(now, next);
            step();
        }
        return true;
    }

    /** Runs to this time whatever happens. */
    public void runTo(long time) {
        runUntil(() -> now >= time, time);
    }

    private void step() {
        for (Scheduled due : List.copyOf(schedule)) {
            if (due.time() <= now) {
                schedule.remove(due);
                due.action().run();
            }
        }
        for (Map.Entry<Route, SimulatedLink> entry : List.copyOf(links.entrySet())) {
            SimulatedLink link = entry.getValue();
            for (byte[] datagram = link.poll(now); datagram != null; datagram = link.poll(now)) {
                Endpoint target = endpoints.get(entry.getKey().to());
                if (target != null) {
                    target.receive(now, entry.getKey().from(), ByteBuffer.wrap(datagram));
                }
            }
        }
        for (Endpoint endpoint : List.copyOf(endpoints.values())) {
            endpoint.onTimeout(now);
        }
        flush();
    }

    private void flush() {
        for (Map.Entry<InetSocketAddress, Endpoint> entry : List.copyOf(endpoints.entrySet())) {
            while (entry.getValue().pollTransmit(now, transmit)) {
                byte[] datagram = new byte[transmit.buffer().remaining()];
                transmit.buffer().get(datagram);
                link(entry.getKey(), transmit.destination()).offer(now, datagram);
            }
        }
    }

    private SimulatedLink link(InetSocketAddress from, InetSocketAddress to) {
        Route route = new Route(from, to);
        return links.computeIfAbsent(route, this::newLink);
    }

    private SimulatedLink newLink(Route route) {
        SimulatedLink link = new SimulatedLink(routeSettings.getOrDefault(route, defaultSettings), random.split());
        if (cutNew) {
            link.cut();
        }
        return link;
    }

    private long nextTime() {
        long next = Long.MAX_VALUE;
        for (Scheduled scheduled : schedule) {
            next = Math.min(next, scheduled.time());
        }
        for (SimulatedLink link : links.values()) {
            next = Math.min(next, link.nextDeliveryTime().orElse(Long.MAX_VALUE));
        }
        for (Endpoint endpoint : endpoints.values()) {
            next = Math.min(next, endpoint.nextTimeout());
        }
        return next;
    }
}
