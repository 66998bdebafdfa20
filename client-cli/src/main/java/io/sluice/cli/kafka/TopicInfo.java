package io.sluice.cli.kafka;

import java.util.List;

/**
 * A topic and how full it is.
 *
 * @param name of the topic
 * @param partitions in their order
 */
public record TopicInfo(String name, List<Partition> partitions) {

    /** Copies the list. */
    public TopicInfo {
        partitions = List.copyOf(partitions);
    }

    /**
     * One partition.
     *
     * @param number of the partition, from 0 on
     * @param leader id of the broker that leads it, -1 if none does
     * @param replicas how many brokers hold it
     * @param inSync how many of these are up to date
     * @param earliest offset of the first record that is kept
     * @param next offset that the next record will get
     */
    public record Partition(int number, int leader, int replicas, int inSync, long earliest, long next) {}

    /**
     * Offsets in use in all partitions: the number of records, unless the topic is compacted or
     * written in transactions.
     *
     * @return zero or more
     */
    public long records() {
        return partitions.stream().mapToLong(partition -> partition.next() - partition.earliest()).sum();
    }
}
