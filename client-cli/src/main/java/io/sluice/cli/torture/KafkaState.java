package io.sluice.cli.torture;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka whether it is whole again. Thread-safe. */
final class KafkaState implements AutoCloseable {
    private static final long STEP_MILLIS = 250;
    private static final int ANSWER_MILLIS = 10_000;

    private final Admin admin;

    KafkaState(String bootstrapServers) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS / 2,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS));
    }

    /** A question that may fail while brokers are away. */
    @FunctionalInterface
    private interface Question {
        boolean holds() throws InterruptedException, ExecutionException, TimeoutException;
    }

    /** Waits until every partition has all its copies; returns false if it takes longer than {@code patience}. */
    boolean awaitInSync(Duration patience) throws InterruptedException {
        return await(this::isInSync, patience);
    }

    private boolean isInSync() throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names()
                .get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        Map<String, TopicDescription> all = admin.describeTopics(topics).allTopicNames()
                .get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        return all.values().stream().flatMap(topic -> topic.partitions().stream())
                .allMatch(partition -> partition.isr().size() == partition.replicas().size());
    }

    /** Waits until no transaction is open in these partitions; returns false if it takes longer. */
    boolean awaitNoTransaction(Set<TopicPartition> partitions, Duration patience) throws InterruptedException {
        return await(() -> ends(partitions, IsolationLevel.READ_COMMITTED)
                .equals(ends(partitions, IsolationLevel.READ_UNCOMMITTED)), patience);
    }

    private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions, IsolationLevel isolation)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        partitions.forEach(each -> question.put(each, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(question, new ListOffsetsOptions(isolation)).all()
                .get(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    private static boolean await(Question question, Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < patience.toNanos()) {
            try {
                if (question.holds()) {
                    return true;
                }
            } catch (ExecutionException | TimeoutException e) {
                // Brokers are still coming back.
            }
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
        return false;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
