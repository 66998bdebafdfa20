package io.sluice.cli.kafka;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Kafka's topics. Every method waits for the answer, at most about ten seconds, and throws {@link
 * CliException} with what to do when Kafka cannot be reached or refuses.
 */
public final class KafkaAdmin implements AutoCloseable {
    /** A broker that is there answers in milliseconds; one that starts, in some seconds. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(8);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final String bootstrapServers;
    private final Admin admin;

    private KafkaAdmin(String bootstrapServers, Admin admin) {
        this.bootstrapServers = bootstrapServers;
        this.admin = admin;
    }

    /**
     * Connects, and makes sure that a broker answers.
     *
     * @param bootstrapServers as for Kafka's {@code bootstrap.servers}
     * @return to be closed by the caller
     * @throws CliException if no broker answers within eight seconds
     * @throws InterruptedException if the thread was interrupted
     */
    public static KafkaAdmin connect(String bootstrapServers) throws CliException, InterruptedException {
        int timeoutMillis = Math.toIntExact(CONNECT_TIMEOUT.toMillis());
        Map<String, Object> config = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.CLIENT_ID_CONFIG, "sluice-cli",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis / 2,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis);
        KafkaAdmin connected;
        try {
            connected = new KafkaAdmin(bootstrapServers, Admin.create(config));
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw KafkaFailures.translate(cause, bootstrapServers, "");
        }
        try {
            connected.await(
                    connected.admin.describeCluster(new DescribeClusterOptions().timeoutMs(timeoutMillis)).nodes(), "");
            return connected;
        } catch (CliException | InterruptedException e) {
            connected.close();
            throw e;
        }
    }

    private <T> T await(KafkaFuture<T> answer, String topic) throws CliException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw KafkaFailures.translate(cause, bootstrapServers, topic);
        }
    }

    /**
     * The topics' names.
     *
     * @param internal whether Kafka's own are among them
     * @return names in alphabetical order
     * @throws CliException if Kafka cannot be reached or refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public Set<String> names(boolean internal) throws CliException, InterruptedException {
        return new TreeSet<>(await(admin.listTopics(new ListTopicsOptions().listInternal(internal)).names(), ""));
    }

    /**
     * Looks a topic up.
     *
     * @param topic its name
     * @return the number of its partitions, or empty if there is no such topic
     * @throws CliException if Kafka cannot be reached or refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public Optional<Integer> partitionsOf(String topic) throws CliException, InterruptedException {
        try {
            return Optional.of(require(topic));
        } catch (CliException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Makes sure that a topic is there.
     *
     * @param topic its name
     * @return the number of its partitions
     * @throws CliException if it is missing, or Kafka cannot be reached
     * @throws InterruptedException if the thread was interrupted
     */
    public int require(String topic) throws CliException, InterruptedException {
        return descriptions(Set.of(topic)).getFirst().partitions().size();
    }

    private List<TopicDescription> descriptions(Set<String> topics) throws CliException, InterruptedException {
        List<TopicDescription> descriptions = new ArrayList<>();
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(topics).topicNameValues();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> answer : answers.entrySet()) {
            descriptions.add(await(answer.getValue(), answer.getKey()));
        }
        descriptions.sort(Comparator.comparing(TopicDescription::name));
        return descriptions;
    }

    /**
     * Describes topics and how full they are.
     *
     * @param topics names; all must exist
     * @return in alphabetical order
     * @throws CliException if one is missing, or Kafka cannot be reached
     * @throws InterruptedException if the thread was interrupted
     */
    public List<TopicInfo> describe(Set<String> topics) throws CliException, InterruptedException {
        List<TopicDescription> descriptions = descriptions(topics);
        Map<TopicPartition, Long> earliest = offsets(descriptions, OffsetSpec.earliest());
        Map<TopicPartition, Long> next = offsets(descriptions, OffsetSpec.latest());
        return descriptions.stream()
                .map(topic -> new TopicInfo(
                        topic.name(),
                        topic.partitions().stream()
                                .map(partition -> partition(topic.name(), partition, earliest, next))
                                .toList()))
                .toList();
    }

    private Map<TopicPartition, Long> offsets(List<TopicDescription> topics, OffsetSpec spec)
            throws CliException, InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (TopicDescription topic : topics) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                wanted.put(new TopicPartition(topic.name(), partition.partition()), spec);
            }
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> found = await(admin.listOffsets(wanted).all(), "");
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private static TopicInfo.Partition partition(
            String topic,
            TopicPartitionInfo info,
            Map<TopicPartition, Long> earliest,
            Map<TopicPartition, Long> next) {
        TopicPartition key = new TopicPartition(topic, info.partition());
        return new TopicInfo.Partition(
                info.partition(),
                info.leader() == null ? -1 : info.leader().id(),
                info.replicas().size(),
                info.isr().size(),
                earliest.getOrDefault(key, 0L),
                next.getOrDefault(key, 0L));
    }

    /**
     * Creates a topic.
     *
     * @param topic its name
     * @param partitions 1 or more, or -1 for the broker's default
     * @param replication 1 or more, or -1 for the broker's default
     * @param config settings of the topic, such as {@code retention.ms}
     * @throws CliException if it exists already, or Kafka refuses or cannot be reached
     * @throws InterruptedException if the thread was interrupted
     */
    public void create(String topic, int partitions, short replication, Map<String, String> config)
            throws CliException, InterruptedException {
        NewTopic wanted = new NewTopic(
                topic,
                partitions < 0 ? Optional.empty() : Optional.of(partitions),
                replication < 0 ? Optional.empty() : Optional.of(replication));
        await(admin.createTopics(List.of(wanted.configs(config))).all(), topic);
    }

    /**
     * Creates a topic unless it is there.
     *
     * @param topic its name
     * @param partitions 1 or more, or -1 for the broker's default
     * @return whether it was created
     * @throws CliException if Kafka refuses or cannot be reached
     * @throws InterruptedException if the thread was interrupted
     */
    public boolean createIfMissing(String topic, int partitions) throws CliException, InterruptedException {
        if (partitionsOf(topic).isPresent()) {
            return false;
        }
        create(topic, partitions, (short) -1, Map.of());
        return true;
    }

    /**
     * Deletes a topic with all its records.
     *
     * @param topic its name
     * @throws CliException if it is missing, or Kafka refuses or cannot be reached
     * @throws InterruptedException if the thread was interrupted
     */
    public void delete(String topic) throws CliException, InterruptedException {
        if (topic.startsWith("__")) {
            throw new CliException(
                    ExitCode.USAGE, "'" + topic + "' is Kafka's own and is not deleted",
                    "Delete only your own topics.");
        }
        await(admin.deleteTopics(List.of(topic)).all(), topic);
    }

    @Override
    public void close() {
        admin.close(CLOSE_TIMEOUT);
    }
}
