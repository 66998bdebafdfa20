package io.sluice.gateway.ban;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The bans that are known, at most so many. For one thread; its callers say what time it is. */
final class BanTable {
    private final int most;
    private final TreeMap<String, Ban> byAddress = new TreeMap<>();
    private final TreeSet<Ban> byEnd = new TreeSet<>(
            Comparator.comparing(Ban::until).thenComparing(Ban::address));

    /** @param most bans that are kept; those that end first give way to further ones */
    BanTable(int most) {
        this.most = most;
    }

    /**
     * Takes a ban, in place of an earlier one of the same address.
     *
     * @return the one that had to give way to it, or null if there was room
     */
    @Nullable
    Ban put(Ban ban) {
        remove(ban.address());
        byAddress.put(ban.address(), ban);
        byEnd.add(ban);
        if (byEnd.size() <= most) {
            return null;
        }
        Ban first = byEnd.first();
        remove(first.address());
        return first;
    }

    /** Lifts the ban of an address, if there is one. */
    void remove(String address) {
        Ban known = byAddress.remove(address);
        if (known != null) {
            byEnd.remove(known);
        }
    }

    /** The ban of an address, or null if it has none, or its time is up. */
    @Nullable
    Ban find(String address, Instant now) {
        Ban known = byAddress.get(address);
        return known == null || known.isOver(now) ? null : known;
    }

    /** True if there is a ban of the address, be it over or not. */
    boolean has(String address) {
        return byAddress.containsKey(address);
    }

    /** Addresses that are banned now. */
    int count(Instant now) {
        return byEnd.size() - (int) byEnd.stream().takeWhile(ban -> ban.isOver(now)).count();
    }

    /**
     * Bans that hold now, in the order of their addresses' texts.
     *
     * @param after only addresses after this one; empty for all
     */
    List<Ban> list(String after, int limit, Instant now) {
        return byAddress.tailMap(after, false).values().stream().filter(ban -> !ban.isOver(now)).limit(limit).toList();
    }

    /** Takes out some of those that were over by then, those that ended first before others. */
    List<Ban> takeOver(Instant then, int limit) {
        List<Ban> over = new ArrayList<>();
        while (!byEnd.isEmpty() && byEnd.first().isOver(then) && over.size() < limit) {
            Ban first = byEnd.first();
            remove(first.address());
            over.add(first);
        }
        return over;
    }
}
