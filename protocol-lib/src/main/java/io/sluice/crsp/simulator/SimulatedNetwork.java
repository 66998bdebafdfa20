package io.sluice.crsp.simulator;

import io.sluice.crsp.endpoint.Endpoint;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints joined by {@link SimulatedLink}s under a virtual clock: a whole run on one thread, without
 * a socket, repeated bit for bit by its seed. Time jumps from one event to the next.
 */
public final class SimulatedNetwork {
    private record Route(InetSocketAddress from, InetSocketAddress to) {}

    private final SplittableRandom random;
    private final Map<InetSocketAddress, SimulatedNode> nodes = new LinkedHashMap<>();
    private final Map<Route, SimulatedLink> links = new HashMap<>();
    private final List<Cable> cables = new ArrayList<>();
    private final Map<Route, LinkSettings> routeSettings = new HashMap<>();
    private final LinkSettings defaultSettings;
    private final PriorityQueue<Scheduled> schedule = new PriorityQueue<>();
    private @Nullable NetworkTap tap;
    private long now;
    private long scheduled;
    private boolean cutNew;

    private record Cable(Route route, SimulatedLink link) {}

    private record Scheduled(long time, long order, Runnable action) implements Comparable<Scheduled> {
        @Override
        public int compareTo(Scheduled other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

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

    /** Watches everything from now on; null for nobody. */
    public void tap(@Nullable NetworkTap watcher) {
        tap = watcher;
    }

    /** Adds an endpoint whose clock is the network's, or puts another in its place, as after a restart. */
    public void attach(InetSocketAddress address, Endpoint endpoint) {
        attach(address, new EndpointNode(endpoint, 0));
    }

    /** Adds a node, or puts another in its place. */
    public void attach(InetSocketAddress address, SimulatedNode node) {
        nodes.put(address, node);
    }

    /** Gives a node another address, as a NAT or a change of network does; the old one leads nowhere. */
    public void move(InetSocketAddress from, InetSocketAddress to) {
        SimulatedNode node = nodes.remove(from);
        if (node != null) {
            nodes.put(to, node);
        }
    }

    /** Takes a node away; what is sent to it is lost. */
    public void detach(InetSocketAddress address) {
        nodes.remove(address);
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
        schedule.add(new Scheduled(time, scheduled++, action));
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
        for (Scheduled due = schedule.peek(); due != null && due.time() <= now; due = schedule.peek()) {
            schedule.remove();
            due.action().run();
        }
        // By index: whatever a datagram sets off may open another link.
        for (int i = 0; i < cables.size(); i++) {
            deliver(cables.get(i));
        }
        for (SimulatedNode node : List.copyOf(nodes.values())) {
            node.onTimeout(now);
        }
        flush();
    }

    private void deliver(Cable cable) {
        InetSocketAddress from = cable.route().from();
        InetSocketAddress to = cable.route().to();
        for (byte[] datagram = cable.link().poll(now); datagram != null; datagram = cable.link().poll(now)) {
            if (tap != null) {
                tap.arriving(now, from, to, datagram);
            }
            SimulatedNode target = nodes.get(to);
            if (target != null) {
                target.receive(now, from, datagram, cable.link().polledEcn());
            }
        }
    }

    private void flush() {
        for (Map.Entry<InetSocketAddress, SimulatedNode> entry : List.copyOf(nodes.entrySet())) {
            InetSocketAddress from = entry.getKey();
            entry.getValue().flush(now, (to, datagram, ecn) -> send(from, to, datagram, ecn));
        }
        if (tap != null) {
            tap.settled(now);
        }
    }

    private void send(InetSocketAddress from, InetSocketAddress to, byte[] datagram, int ecn) {
        if (tap != null) {
            tap.sent(now, from, to, datagram);
        }
        link(from, to).offer(now, datagram, ecn);
    }

    private SimulatedLink link(InetSocketAddress from, InetSocketAddress to) {
        return links.computeIfAbsent(new Route(from, to), this::newLink);
    }

    private SimulatedLink newLink(Route route) {
        SimulatedLink link = new SimulatedLink(routeSettings.getOrDefault(route, defaultSettings), random.split());
        if (cutNew) {
            link.cut();
        }
        cables.add(new Cable(route, link));
        return link;
    }

    private long nextTime() {
        Scheduled due = schedule.peek();
        long next = due == null ? Long.MAX_VALUE : due.time();
        for (Cable cable : cables) {
            next = Math.min(next, cable.link().nextDeliveryTime().orElse(Long.MAX_VALUE));
        }
        for (SimulatedNode node : nodes.values()) {
            next = Math.min(next, node.nextTimeout());
        }
        return next;
    }

    /** The counters of all links together. */
    public LinkCounters counters() {
        LinkCounters sum = LinkCounters.ZERO;
        for (Cable cable : cables) {
            sum = sum.plus(cable.link().counters());
        }
        return sum;
    }
}
