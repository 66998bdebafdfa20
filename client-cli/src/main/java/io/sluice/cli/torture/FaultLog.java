package io.sluice.cli.torture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The faults that were done, and the silences that devices saw after them. Thread-safe. */
final class FaultLog {
    private final Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, List<Long>> silences = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind.Lane, Fault> current = new EnumMap<>(FaultKind.Lane.class);

    /** A fault begins. */
    synchronized void begin(Fault fault) {
        counts.merge(fault.kind(), 1, Integer::sum);
        current.put(fault.kind().lane(), fault);
    }

    /** It is healed. */
    synchronized void healed(Fault fault) {
        current.remove(fault.kind().lane(), fault);
    }

    /** What is done to the cluster now, else to one device. */
    synchronized @Nullable Fault current() {
        Fault cluster = current.get(FaultKind.Lane.CLUSTER);
        return cluster != null ? cluster : current.get(FaultKind.Lane.DEVICE);
    }

    /** A device was silent for so long. */
    synchronized void silence(FaultKind kind, long nanos) {
        silences.computeIfAbsent(kind, none -> new ArrayList<>()).add(nanos);
    }

    synchronized int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    synchronized int count(FaultKind kind) {
        return counts.getOrDefault(kind, 0);
    }

    /**
     * A quantile of the silences after faults of a kind, in seconds; empty if no device was touched.
     *
     * @param share such as 0.99
     */
    synchronized OptionalDouble silenceSeconds(FaultKind kind, double share) {
        long[] sorted = silences.getOrDefault(kind, List.of()).stream().mapToLong(Long::longValue).toArray();
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        Arrays.sort(sorted);
        // Nearest rank: a value that was seen.
        int rank = (int) Math.ceil(share * sorted.length);
        return OptionalDouble.of(sorted[Math.max(0, rank - 1)] / 1e9);
    }
}
