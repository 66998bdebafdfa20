package io.sluice.gateway.control;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The topic of control, read in its order: the same in every gateway. A name belongs to the session that had it first,
 * until that one lets go of it. Bounded. On the event loop's thread.
 */
final class RendererTable {
    private final int most;
    private final TreeMap<String, ControlEntry> entries = new TreeMap<>();

    /** @param most names that are kept; further ones are left out */
    RendererTable(int most) {
        this.most = most;
    }

    @Nullable
    ControlEntry get(String name) {
        return entries.get(name);
    }

    Collection<ControlEntry> all() {
        return entries.values();
    }

    /** Those with names after this one, in their order. */
    Collection<ControlEntry> after(String name) {
        return entries.tailMap(name, false).values();
    }

    List<String> names() {
        return List.copyOf(entries.keySet());
    }

    boolean isFull() { return entries.size() >= most; }

    /** Forgets all, to be read anew. */
    void clear() {
        entries.clear();
    }

    /** A state was read; true if it holds. */
    boolean onState(String name, @Nullable RendererRecord record) {
        ControlEntry before = entries.get(name);
        if (record == null) {
            put(new ControlEntry(name, null, id(before), command(before)));
            return true;
        }
        RendererRecord known = before == null ? null : before.state();
        if (known != null && known.isTaken() && !known.session().equals(record.session())) {
            return false;
        }
        return put(new ControlEntry(name, record, id(before), command(before)));
    }

    /** A command was read; true if it holds. */
    boolean onCommand(String name, long id, @Nullable CommandRecord record) {
        ControlEntry before = entries.get(name);
        RendererRecord state = before == null ? null : before.state();
        return put(new ControlEntry(name, state, record == null ? 0 : id, record));
    }

    private static long id(@Nullable ControlEntry entry) {
        return entry == null ? 0 : entry.commandId();
    }

    private static @Nullable CommandRecord command(@Nullable ControlEntry entry) {
        return entry == null ? null : entry.command();
    }

    private boolean put(ControlEntry entry) {
        if (entry.state() == null && entry.command() == null) {
            entries.remove(entry.name());
            return true;
        }
        if (isFull() && !entries.containsKey(entry.name())) {
            return false;
        }
        entries.put(entry.name(), entry);
        return true;
    }
}
