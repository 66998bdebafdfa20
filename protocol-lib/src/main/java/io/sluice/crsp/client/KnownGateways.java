package io.sluice.crsp.client;

import io.sluice.crsp.session.Message;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The gateways that a client may turn to: those of its options, and those that gateways named to it. One of them is the
 * present one. On the loop's thread; times in nanoseconds of its clock.
 */
final class KnownGateways {
    /** Gateways that are named but in no option; the oldest gives way. */
    static final int MAX_LEARNT = 16;

    /** For how long a gateway that was lost is not believed to have a session, whatever others say. */
    private static final long DOUBT = 3_000_000_000L;

    private static final class Entry {
        private final InetSocketAddress address;
        /** What the name meant last; the address itself if it is no name. */
        private InetSocketAddress resolved;
        private long lostAt = Long.MIN_VALUE;

        Entry(InetSocketAddress address) {
            this.address = address;
            this.resolved = address;
        }

        boolean is(InetSocketAddress gateway) {
            return isSame(address, gateway) || resolved.equals(gateway);
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final int configured;
    private int present;

    /** @param addresses at least one; the first is the present one */
    KnownGateways(List<InetSocketAddress> addresses) {
        addresses.forEach(address -> entries.add(new Entry(address)));
        configured = entries.size();
    }

    int size() {
        return entries.size();
    }

    /** Where the session is, or is sought now; perhaps unresolved. */
    InetSocketAddress present() {
        return entries.get(present).address;
    }

    /** Goes on to the next in turn. */
    void advance() {
        present = (present + 1) % entries.size();
    }

    /** Makes this the present one; one that is new is remembered. */
    void select(InetSocketAddress gateway) {
        present = learn(gateway);
    }

    /**
     * The one to ask next while the present one is silent: in turn after this one, first those that were not lost
     * themselves. There must be more than one.
     */
    InetSocketAddress after(InetSocketAddress gateway, long now) {
        int from = Math.max(0, indexOf(gateway));
        List<Entry> others = IntStream.rangeClosed(1, entries.size())
                .mapToObj(i -> entries.get((from + i) % entries.size()))
                .filter(entry -> entry != entries.get(present))
                .toList();
        return others.stream().filter(entry -> !isLost(entry, now)).findFirst().orElse(others.getFirst()).address;
    }

    /** True for the present one, by whichever of its addresses. */
    boolean isPresent(InetSocketAddress gateway) {
        return indexOf(gateway) == present;
    }

    /** Notes what a name means, so that a gateway known by it is known by its address too. */
    void resolved(InetSocketAddress gateway, InetSocketAddress address) {
        int index = indexOf(gateway);
        if (index >= 0 && !address.isUnresolved()) {
            entries.get(index).resolved = address;
        }
    }

    /** Notes that the gateway does not answer. */
    void lost(InetSocketAddress gateway, long now) {
        int index = indexOf(gateway);
        if (index >= 0) {
            entries.get(index).lostAt = now;
        }
    }

    /** Notes that the gateway answers. */
    void found(InetSocketAddress gateway) {
        int index = indexOf(gateway);
        if (index >= 0) {
            entries.get(index).lostAt = Long.MIN_VALUE;
        }
    }

    /** True if it did not answer a moment ago: who names it does not know yet. */
    boolean isLost(InetSocketAddress gateway, long now) {
        int index = indexOf(gateway);
        return index >= 0 && isLost(entries.get(index), now);
    }

    private static boolean isLost(Entry entry, long now) {
        return entry.lostAt != Long.MIN_VALUE && now - entry.lostAt < DOUBT;
    }

    private int learn(InetSocketAddress gateway) {
        int known = indexOf(gateway);
        if (known >= 0) {
            return known;
        }
        if (entries.size() - configured >= MAX_LEARNT) {
            int oldest = present == configured ? configured + 1 : configured;
            entries.remove(oldest);
            if (present > oldest) {
                present--;
            }
        }
        entries.add(new Entry(gateway));
        return entries.size() - 1;
    }

    private int indexOf(InetSocketAddress gateway) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).is(gateway)) {
                return i;
            }
        }
        return -1;
    }

    /** The address that a redirect names: resolved if it is a literal one. */
    static InetSocketAddress of(Message.Redirect redirect) {
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(redirect.host()), redirect.port());
        } catch (IllegalArgumentException e) {
            return InetSocketAddress.createUnresolved(redirect.host(), redirect.port());
        }
    }

    /** Whether two addresses, resolved or not, name the same gateway. */
    static boolean isSame(InetSocketAddress one, InetSocketAddress other) {
        return one.getPort() == other.getPort()
                && (one.getHostString().equalsIgnoreCase(other.getHostString()) || one.equals(other));
    }
}
