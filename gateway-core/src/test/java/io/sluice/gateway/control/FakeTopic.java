package io.sluice.gateway.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The topic of control for several gateways: what is written waits until it is told to be taken, and is then read by all. */
final class FakeTopic implements ControlLog {
    final List<Entry> entries = new ArrayList<>();
    private final List<Entry> waiting = new ArrayList<>();
    private final List<ControlService> readers = new ArrayList<>();

    record Entry(boolean isState, String name, @Nullable Object record, CompletableFuture<Long> done) {
        String key() {
            return (isState ? "state/" : "command/") + name;
        }
    }

    @Override
    public CompletableFuture<Long> writeState(String renderer, @Nullable RendererRecord record) {
        return write(new Entry(true, renderer, record, new CompletableFuture<>()));
    }

    @Override
    public CompletableFuture<Long> writeCommand(String renderer, @Nullable CommandRecord record) {
        return write(new Entry(false, renderer, record, new CompletableFuture<>()));
    }

    private CompletableFuture<Long> write(Entry entry) {
        waiting.add(entry);
        return entry.done();
    }

    /** A gateway that begins: it reads what there is, as compaction has left it, and then what comes. */
    void join(ControlService reader) {
        Map<String, Long> newest = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            newest.put(entries.get(i).key(), (long) i);
        }
        newest.values().stream().sorted().forEach(offset -> tell(reader, offset));
        readers.add(reader);
        reader.onCaughtUp();
    }

    /** A gateway that is killed. */
    void leave(ControlService reader) {
        readers.remove(reader);
    }

    /** Kafka takes what waits, and everyone reads it. */
    void take() {
        while (!waiting.isEmpty()) {
            Entry entry = waiting.removeFirst();
            entries.add(entry);
            long offset = entries.size() - 1L;
            List.copyOf(readers).forEach(reader -> tell(reader, offset));
            entry.done().complete(offset);
        }
    }

    int waiting() {
        return waiting.size();
    }

    private void tell(ControlService reader, long offset) {
        Entry entry = entries.get((int) offset);
        if (entry.isState()) {
            reader.onState(entry.name(), (RendererRecord) entry.record());
        } else {
            reader.onCommand(entry.name(), Commands.id(offset), (CommandRecord) entry.record());
        }
    }
}
