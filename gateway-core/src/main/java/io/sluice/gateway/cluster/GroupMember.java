package io.sluice.gateway.cluster;

import io.sluice.gateway.kafka.InternalTopics;
import io.sluice.gateway.kafka.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This gateway's place in the group of all gateways, among which Kafka divides the shards. A static member named like
 * the gateway: others can end its membership when it has died. On a thread of its own; it reads no records.
 */
final class GroupMember implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final long ERROR_PAUSE_MILLIS = 500;

    private final KafkaClients clients;
    private final InternalTopics topics;
    private final String name;
    private final Admin admin;
    private final Assignments assignments;
    private final Thread thread;
    private String protocol = "consumer";
    private volatile boolean closed;

    /** Told on the member's thread, which may be held up for as long as it takes. */
    interface Assignments {
        void onAssigned(List<Integer> shards);

        /** They are another's as soon as this returns. */
        void onRevoked(List<Integer> shards);

        /** They are another's already. */
        void onLost(List<Integer> shards);

        /** Now and then. */
        void onTurn();
    }

    /**
     * @param name the gateway's
     * @param admin stays the caller's
     */
    GroupMember(KafkaClients clients, InternalTopics topics, String name, Admin admin, Assignments assignments,
            ThreadFactory threads) {
        this.clients = clients;
        this.topics = topics;
        this.name = name;
        this.admin = admin;
        this.assignments = assignments;
        this.thread = threads.newThread(this::run);
    }

    /** Joins. */
    void start() {
        thread.start();
    }

    private void run() {
        try {
            // An earlier life of this gateway may be a member still.
            remove(admin, topics, name);
            while (!closed) {
                Consumer<byte[], byte[]> member = clients.member("sluice-member", topics.group(), memberName(name),
                        protocol);
                try {
                    take(member);
                } finally {
                    leave(member);
                }
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("The member's thread is told to stop");
        } catch (KafkaException e) {
            LOG.error("The gateway cannot be a member of the group {} and serves no sessions", topics.group(), e);
        }
    }

    private void take(Consumer<byte[], byte[]> member) throws InterruptedException {
        member.subscribe(List.of(topics.sessions()), new Rebalances(member));
        while (!closed) {
            try {
                member.poll(POLL);
                assignments.onTurn();
            } catch (WakeupException e) {
                LOG.trace("The member was woken");
            } catch (UnsupportedVersionException e) {
                if (protocol.equals("classic")) {
                    throw e;
                }
                LOG.info("The brokers do not have the consumer group protocol of KIP-848; the classic one is used");
                protocol = "classic";
                return;
            } catch (UnreleasedInstanceIdException e) {
                LOG.info("An earlier life of {} is in the group {} still; it is removed", name, topics.group());
                remove(admin, topics, name);
                Thread.sleep(ERROR_PAUSE_MILLIS);
                return;
            } catch (FencedInstanceIdException e) {
                LOG.error("Another gateway joined the group {} as {}: give each its own sluice.gateway.id",
                        topics.group(), name);
                Thread.sleep(ERROR_PAUSE_MILLIS * 10);
                return;
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                LOG.warn("The group {} cannot be reached now: {}", topics.group(), e.toString());
                Thread.sleep(ERROR_PAUSE_MILLIS);
                return;
            }
        }
    }

    private static void leave(Consumer<byte[], byte[]> member) {
        try {
            member.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                    .withTimeout(CLOSE_PATIENCE));
        } catch (KafkaException e) {
            LOG.warn("The group was not left in order: {}", e.toString());
        }
    }

    /** A gateway's name as Kafka allows it in a group; different names stay different. */
    static String memberName(String gateway) {
        StringBuilder name = new StringBuilder();
        for (byte each : gateway.getBytes(StandardCharsets.UTF_8)) {
            boolean allowed = (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z')
                    || (each >= '0' && each <= '9') || each == '.' || each == '-';
            name.append(allowed ? String.valueOf((char) each) : "_%02x".formatted(each & 0xff));
        }
        return name.toString();
    }

    /** Ends the membership of a gateway that is dead, so that its shards go to others at once. Blocks. */
    static void remove(Admin admin, InternalTopics topics, String gateway) throws InterruptedException {
        try {
            admin.removeMembersFromConsumerGroup(topics.group(),
                    new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(memberName(gateway)))))
                    .all()
                    .get(5, TimeUnit.SECONDS);
            LOG.info("{} is no longer a member of {}", gateway, topics.group());
        } catch (ExecutionException e) {
            LOG.debug("{} was no member of {}: {}", gateway, topics.group(), String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            LOG.warn("Kafka did not answer whether {} is a member of {}", gateway, topics.group());
        }
    }

    private final class Rebalances implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> member;

        private Rebalances(Consumer<byte[], byte[]> member) {
            this.member = member;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            member.pause(partitions);
            assignments.onAssigned(numbers(partitions));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            assignments.onRevoked(numbers(partitions));
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            assignments.onLost(numbers(partitions));
        }

        private static List<Integer> numbers(Collection<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::partition).sorted().toList();
        }
    }

    /** Leaves: every shard is revoked first. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(15));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
