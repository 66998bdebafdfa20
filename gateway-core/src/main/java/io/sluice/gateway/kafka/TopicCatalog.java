package io.sluice.gateway.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Questions about topics, asked without blocking; answers come on Kafka's admin thread. Safe for threads. */
public final class TopicCatalog {
    private static final ListOffsetsOptions COMMITTED = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private static final long PATIENCE_SECONDS = 5;

    private final Admin admin;

    /** The offsets that a partition has now: {@code earliest} is there, {@code latest} is the next to come. */
    public record Range(long earliest, long latest) {}

    /**
     * @param admin stays the caller's
     */
    public TopicCatalog(Admin admin) {
        this.admin = admin;
    }

    /**
     * A topic as it is now.
     *
     * @param id another one if the topic was deleted and made anew
     * @param partitions how many, numbered from 0
     * @param leaderless numbers of those that no broker serves now
     */
    public record Topic(Uuid id, int partitions, List<Integer> leaderless) {}

    /** These topics, asked for at once; each answer fails on its own, as with UnknownTopicOrPartitionException. */
    public Map<String, CompletableFuture<Topic>> topics(Collection<String> names) {
        Map<String, CompletableFuture<Topic>> answers = new HashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, answer) -> answers.put(
                name,
                answer.toCompletionStage().toCompletableFuture().thenApply(TopicCatalog::toTopic)));
        return answers;
    }

    private static Topic toTopic(TopicDescription description) {
        List<Integer> leaderless = description.partitions().stream()
                .filter(TopicCatalog::isLeaderless)
                .map(TopicPartitionInfo::partition)
                .toList();
        return new Topic(description.topicId(), description.partitions().size(), leaderless);
    }

    private static boolean isLeaderless(TopicPartitionInfo partition) {
        return partition.leader() == null || partition.leader().isEmpty();
    }

    /** The names of all topics but Kafka's own. */
    public CompletableFuture<Set<String>> names() {
        return admin.listTopics().names().toCompletionStage().toCompletableFuture();
    }

    /** The partitions of a topic; fails with UnknownTopicOrPartitionException if there is none. */
    public CompletableFuture<List<TopicPartition>> partitions(String topic) {
        return admin.describeTopics(List.of(topic)).allTopicNames().toCompletionStage().toCompletableFuture()
                .thenApply(found -> Objects.requireNonNull(found.get(topic)))
                .thenApply(description -> IntStream.range(0, description.partitions().size())
                        .mapToObj(partition -> new TopicPartition(topic, partition))
                        .toList());
    }

    /** True if Kafka says that there is no such topic; false if there is or Kafka does not answer. Blocks. */
    public boolean isGone(String topic) {
        try {
            partitions(topic).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownTopicOrPartitionException;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * True if Kafka says that each partition of a topic takes messages: it has a leader, and as many replicas are in sync as
     * the topic asks for, if this gateway may see that. Blocks.
     */
    public boolean isWritable(String topic) {
        try {
            return admin.describeTopics(List.of(topic)).allTopicNames().toCompletionStage().toCompletableFuture()
                    .thenCombine(minInSync(topic),
                            (found, min) -> isWritable(Objects.requireNonNull(found.get(topic)), min))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // What does not exist refuses its messages at once.
            return e.getCause() instanceof UnknownTopicOrPartitionException;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static boolean isWritable(TopicDescription topic, int minInSync) {
        return topic.partitions().stream()
                .noneMatch(each -> isLeaderless(each) || each.isr().size() < minInSync);
    }

    private CompletableFuture<Integer> minInSync(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().toCompletionStage().toCompletableFuture()
                .thenApply(found -> Objects.requireNonNull(found.get(resource)))
                .thenApply(config -> Integer.parseInt(config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).value()))
                .exceptionally(refused -> 1);
    }

    /** The offset that each partition begins or ends with, or of the first record of a time (or the end). */
    public CompletableFuture<Map<TopicPartition, Long>> offsets(List<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> request = new HashMap<>();
        partitions.forEach(partition -> request.put(partition, spec));
        return admin.listOffsets(request, COMMITTED)
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .thenCompose(found -> withEnds(found));
    }

    private CompletableFuture<Map<TopicPartition, Long>> withEnds(Map<TopicPartition, ListOffsetsResultInfo> found) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        found.forEach((partition, info) -> {
            if (info.offset() >= 0) {
                offsets.put(partition, info.offset());
            }
        });
        List<TopicPartition> missing = found.keySet().stream()
                .filter(partition -> !offsets.containsKey(partition))
                .toList();
        if (missing.isEmpty()) {
            return CompletableFuture.completedFuture(offsets);
        }
        return offsets(missing, OffsetSpec.latest()).thenApply(ends -> {
            offsets.putAll(ends);
            return offsets;
        });
    }

    public CompletableFuture<Long> endOffset(TopicPartition partition) {
        return offsets(List.of(partition), OffsetSpec.latest()).thenApply(ends -> ends.getOrDefault(partition, 0L));
    }

    public CompletableFuture<Range> range(TopicPartition partition) {
        return offsets(List.of(partition), OffsetSpec.earliest())
                .thenCombine(
                        endOffset(partition),
                        (earliest, latest) -> new Range(earliest.getOrDefault(partition, 0L), latest));
    }
}
