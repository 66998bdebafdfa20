package io.sluice.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.kafka.TopicCatalog;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is noticed of a topic while it is delivered, and who is told. */
class TopicWatchTest {
    private static final Node BROKER = new Node(1, "broker", 9092);

    private final Map<String, Topic> topics = new HashMap<>();
    private final Loop loop = new Loop();
    private final List<String> told = new ArrayList<>();
    private int questions;
    private final TopicWatch watch = new TopicWatch(loop, new TopicCatalog(admin()), 1, new TopicWatch.Events() {
        @Override
        public void onMadeAnew(String topic, int partitions) {
            told.add(topic + " anew with " + partitions);
        }

        @Override
        public void onRefresh() {}
    });

    /** As Kafka has it. */
    private static final class Topic {
        private final int partitions;
        private Uuid id = Uuid.randomUuid();
        private boolean led = true;
        private @Nullable RuntimeException failure;

        Topic(int partitions) {
            this.partitions = partitions;
        }
    }

    /** Tasks in their order; what is for later waits for {@link #refresh}. */
    private static final class Loop implements EventLoop {
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private final Deque<Runnable> later = new ArrayDeque<>();

        @Override
        public long now() {
            return 0;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public Scheduled schedule(long delayNanos, Runnable task) {
            later.add(task);
            return () -> later.remove(task);
        }

        @Override
        public EndpointConnection connect(
                InetSocketAddress remote, ClientSecurity security, ConnectionHandler handler) {
            throw new UnsupportedOperationException();
        }

        void run() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }

        void refresh() {
            tasks.addAll(later);
            later.clear();
            run();
        }
    }

    private static final class Described extends DescribeTopicsResult {
        Described(Map<String, KafkaFuture<TopicDescription>> topics) {
            super(null, topics);
        }
    }

    /** An admin client that answers two questions. */
    private Admin admin() {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[]{Admin.class}, (proxy, method, arguments) -> switch (method
                        .getName()) {
                    case "describeTopics" -> {
                        questions++;
                        yield new Described(((Collection<?>) arguments[0]).stream()
                                .collect(Collectors.toMap(String::valueOf, name -> describe(String.valueOf(name)))));
                    }
                    case "listOffsets" -> new ListOffsetsResult(((Map<?, ?>) arguments[0]).keySet().stream()
                            .collect(Collectors.toMap(TopicPartition.class::cast, each -> KafkaFuture.completedFuture(
                                    new ListOffsetsResult.ListOffsetsResultInfo(0, 0, Optional.empty())))));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private KafkaFuture<TopicDescription> describe(String name) {
        Topic topic = topics.get(name);
        RuntimeException failure = topic == null ? new UnknownTopicOrPartitionException("none") : topic.failure;
        if (topic == null || failure != null) {
            KafkaFutureImpl<TopicDescription> failed = new KafkaFutureImpl<>();
            failed.completeExceptionally(failure);
            return failed;
        }
        List<TopicPartitionInfo> partitions = IntStream.range(0, topic.partitions)
                .mapToObj(number -> new TopicPartitionInfo(
                        number, topic.led ? BROKER : Node.noNode(), List.of(BROKER), List.of(BROKER)))
                .toList();
        return KafkaFuture.completedFuture(new TopicDescription(name, false, partitions, Set.of(), topic.id));
    }

    private Topic topic(String name, int partitions) {
        Topic topic = new Topic(partitions);
        topics.put(name, topic);
        return topic;
    }

    private TopicWatch.Listener listener(String who) {
        return new TopicWatch.Listener() {
            @Override
            public void onGrown(Map<TopicPartition, Long> earliest) {
                told.add(who + " grown by " + earliest.keySet().stream().map(TopicPartition::partition).sorted()
                        .toList());
            }

            @Override
            public void onGone(ErrorCode code, String reason) {
                told.add(who + " gone, " + code);
                watch.remove(who, this);
            }

            @Override
            public void onTrouble(@Nullable String reason) {
                told.add(who + (reason == null ? " goes on" : " waits: " + reason));
            }
        };
    }

    @Test
    void allTopicsAreAskedForWithOneQuestion() {
        for (int i = 0; i < 20; i++) {
            topic("topic " + i, 1);
            for (int j = 0; j < 50; j++) {
                watch.add("topic " + i, 1, listener("someone"));
            }
        }
        loop.run();
        assertThat(questions).as("one for each when it is new").isEqualTo(20);
        loop.refresh();
        loop.refresh();
        assertThat(questions).isEqualTo(22);
        assertThat(told).isEmpty();
    }

    @Test
    void growthIsToldOnce() {
        Topic small = topic("orders", 1);
        watch.add("orders", 1, listener("a"));
        loop.run();
        topic("orders", 3).id = small.id;
        loop.refresh();
        loop.refresh();
        assertThat(told).containsExactly("a grown by [1, 2]");
    }

    @Test
    void aTopicThatIsDeniedOnceIsNotGone() {
        Topic known = topic("orders", 1);
        watch.add("orders", 1, listener("a"));
        loop.run();
        topics.remove("orders");
        loop.refresh();
        assertThat(told).isEmpty();
        topics.put("orders", known);
        loop.refresh();
        topics.remove("orders");
        for (int i = 0; i < 3; i++) {
            loop.refresh();
        }
        assertThat(told).containsExactly("a gone, TOPIC_UNKNOWN");
    }

    @Test
    void aForbiddenTopicIsGoneAloneAndAtOnce() {
        topic("secrets", 1).failure = new TopicAuthorizationException(Set.of("secrets"));
        topic("orders", 1);
        watch.add("orders", 1, listener("orders"));
        watch.add("secrets", 1, listener("secrets"));
        loop.refresh();
        assertThat(told).containsExactly("secrets gone, TOPIC_FORBIDDEN");
    }

    @Test
    void aTopicMadeAnewIsKnownByItsId() {
        topic("orders", 2);
        watch.add("orders", 2, listener("a"));
        loop.run();
        topic("orders", 2);
        loop.refresh();
        loop.refresh();
        assertThat(told).containsExactly("orders anew with 2");
    }

    @Test
    void troubleIsToldOnceAndItsEnd() {
        Topic topic = topic("orders", 2);
        watch.add("orders", 2, listener("a"));
        loop.run();
        topic.failure = new TimeoutException("no answer");
        loop.refresh();
        loop.refresh();
        topic.failure = null;
        topic.led = false;
        loop.refresh();
        watch.add("orders", 2, listener("late"));
        topic.led = true;
        loop.refresh();
        assertThat(told).containsExactly(
                "a waits: Kafka does not answer",
                "late waits: no broker serves partition 0 of topic orders and 1 more",
                "a goes on",
                "late goes on");
    }
}
