package io.sluice.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

class TopicCatalogTest {
    private static final Node ONE = new Node(1, "broker-1", 9092);
    private static final Node TWO = new Node(2, "broker-2", 9092);

    private static TopicDescription topic(TopicPartitionInfo... partitions) {
        return new TopicDescription("orders", false, List.of(partitions));
    }

    private static TopicPartitionInfo partition(int number, Node leader, Node... inSync) {
        return new TopicPartitionInfo(number, leader, List.of(ONE, TWO), List.of(inSync));
    }

    @Test
    void aTopicCanBeWrittenIfEachPartitionHasALeaderAndReplicasEnoughInSync() {
        assertThat(TopicCatalog.isWritable(topic(partition(0, ONE, ONE, TWO), partition(1, TWO, TWO, ONE)), 2))
                .isTrue();
        assertThat(TopicCatalog.isWritable(topic(partition(0, ONE, ONE), partition(1, TWO, TWO)), 1)).isTrue();
    }

    @Test
    void aPartitionWithTooFewReplicasInSyncTakesNothing() {
        assertThat(TopicCatalog.isWritable(topic(partition(0, ONE, ONE, TWO), partition(1, TWO, TWO)), 2)).isFalse();
    }

    @Test
    void aPartitionThatNobodyLeadsTakesNothing() {
        assertThat(TopicCatalog.isWritable(topic(partition(0, Node.noNode(), ONE, TWO)), 1)).isFalse();
    }
}
