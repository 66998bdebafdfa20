package io.sluice.benchmarks.gateway;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What one reader gets of all partitions of a topic, see {@link Arrivals}. */
record PartitionArrivals(List<Arrivals> partitions) {
    /** @param begin the offset that must come first, of each partition */
    static PartitionArrivals at(NumberedRecords records, long[] begin) {
        return new PartitionArrivals(
                IntStream.range(0, begin.length).mapToObj(each -> new Arrivals(records, begin[each])).toList());
    }

    void take(int partition, long offset, byte @Nullable [] value) {
        partitions.get(partition).take(offset, value);
    }

    boolean hasReached(long[] ends) {
        return IntStream.range(0, ends.length).allMatch(each -> partitions.get(each).next() >= ends[each]);
    }

    long count() {
        return partitions.stream().mapToLong(Arrivals::count).sum();
    }
}
