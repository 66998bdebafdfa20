package io.sluice.cli.torture;

import java.util.List;
import java.util.stream.IntStream;

/** The topic that subscribers receive, and which keys are in which of its partitions. */
record DownTopic(String name, int partitions, int keysPerPartition) {

    /** All keys, those of one partition apart from each other. */
    List<String> keys() {
        return IntStream.range(0, partitions * keysPerPartition).mapToObj(index -> "k" + index).toList();
    }

    int partition(String key) {
        return Integer.parseInt(key.substring(1)) % partitions;
    }

    List<String> keysOf(int partition) {
        return keys().stream().filter(key -> partition(key) == partition).toList();
    }
}
