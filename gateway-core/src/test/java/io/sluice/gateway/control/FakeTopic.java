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
    private final List<StreamSteering> steerings = new ArrayList<>();

    /** What an entry is about. */
    enum Kind {
        STATE, COMMAND, STEER, STEERED
    }

    record Entry(Kind kind, String name, @Nullable Object record, CompletableFuture<Long> done) {
        boolean isState() { return kind == Kind.STATE; }

        String key() {
            return kind + "/" + name;
        }
    }

    @Override
    public CompletableFuture<Long> writeState(String renderer, @Nullable RendererRecord record) {
        return write(new Entry(Kind.STATE, renderer, record, new CompletableFuture<>()));
    }

    @Override
    public CompletableFuture<Long> writeCommand(String renderer, @Nullable CommandRecord record) {
        return write(new Entry(Kind.COMMAND, renderer, record, new CompletableFuture<>()));
    }

    @Override
    public CompletableFuture<Long> writeSteer(String session, @Nullable SteerRecord record) {
        return write(new Entry(Kind.STEER, session, record, new CompletableFuture<>()));
    }

    @Override
    public CompletableFuture<Long> writeSteered(String session, @Nullable SteeredRecord record) {
        return write(new Entry(Kind.STEERED, session, record, new CompletableFuture<>()));
    }

    private CompletableFuture<Long> write(Entry entry) {
        waiting.add(entry);
        return entry.done();
    }

    /** A gateway that begins: it reads what there is, as compaction has left it, and then what comes. */
    void join(ControlService reader) {
        compacted().forEach(offset -> tell(reader, offset));
        readers.add(reader);
        reader.onCaughtUp();
    }

    /** A gateway that begins, as for {@link #join(ControlService)}. */
    void join(StreamSteering reader) {
        compacted().forEach(offset -> tell(reader, offset));
        steerings.add(reader);
        reader.onCaughtUp();
    }

    private List<Long> compacted() {
        Map<String, Long> newest = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            newest.put(entries.get(i).key(), (long) i);
        }
        return newest.values().stream().sorted().toList();
    }

    /** A gateway that is killed. */
    void leave(ControlService reader) {
        readers.remove(reader);
    }

    /** A gateway that is killed. */
    void leave(StreamSteering reader) {
        steerings.remove(reader);
    }

    /** Kafka takes what waits, and everyone reads it. */
    void take() {
        while (!waiting.isEmpty()) {
            Entry entry = waiting.removeFirst();
            entries.add(entry);
            long offset = entries.size() - 1L;
            List.copyOf(readers).forEach(reader -> tell(reader, offset));
            List.copyOf(steerings).forEach(reader -> tell(reader, offset));
            entry.done().complete(offset);
        }
    }

    int waiting() {
        return waiting.size();
    }

    private void tell(ControlService reader, long offset) {
        Entry entry = entries.get((int) offset);
        switch (entry.kind()) {
            case STATE -> reader.onState(entry.name(), (RendererRecord) entry.record());
            case COMMAND -> reader.onCommand(entry.name(), Commands.id(offset), (CommandRecord) entry.record());
            case STEER, STEERED -> {
            }
        }
    }

    private void tell(StreamSteering reader, long offset) {
        Entry entry = entries.get((int) offset);
        switch (entry.kind()) {
            case STEER -> reader.onSteer(entry.name(), (SteerRecord) entry.record());
            case STEERED -> reader.onSteered(entry.name(), (SteeredRecord) entry.record());
            case STATE, COMMAND -> {
            }
        }
    }
}
