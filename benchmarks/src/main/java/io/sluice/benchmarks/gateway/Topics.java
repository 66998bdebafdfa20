package io.sluice.benchmarks.gateway;

import io.sluice.cli.CliException;
import io.sluice.cli.kafka.KafkaAdmin;
import io.sluice.cli.kafka.TopicInfo;
import java.util.Set;

/** Topics of a run, made when they are first needed and kept to its end. */
final class Topics {
    private Topics() {}

    /** Makes sure that it is there. Returns the offset after the newest record of each partition. */
    static long[] ensure(String bootstrapServers, String topic, int partitions)
            throws CliException, InterruptedException {
        try (KafkaAdmin admin = KafkaAdmin.connect(bootstrapServers)) {
            admin.createIfMissing(topic, partitions);
            return ends(admin, topic);
        }
    }

    /** The offset after the newest record of each partition. */
    static long[] ends(String bootstrapServers, String topic) throws CliException, InterruptedException {
        try (KafkaAdmin admin = KafkaAdmin.connect(bootstrapServers)) {
            return ends(admin, topic);
        }
    }

    private static long[] ends(KafkaAdmin admin, String topic) throws CliException, InterruptedException {
        return admin.describe(Set.of(topic)).getFirst().partitions().stream().mapToLong(TopicInfo.Partition::next)
                .toArray();
    }

    /** Makes sure that each partition has as many records, numbered by their offsets. */
    static long[] fill(String bootstrapServers, String topic, int partitions, long each, NumberedRecords records)
            throws Exception {
        long[] ends = ensure(bootstrapServers, topic, partitions);
        try (NumberedWriter writer = new NumberedWriter(bootstrapServers, topic, ends, records)) {
            for (int partition = 0; partition < partitions; partition++) {
                while (writer.next(partition) < each) {
                    writer.write(partition);
                }
            }
            writer.flush();
        }
        return ends(bootstrapServers, topic);
    }
}
