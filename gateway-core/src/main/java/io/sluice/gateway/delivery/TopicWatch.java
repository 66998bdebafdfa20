package io.sluice.gateway.delivery;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.kafka.TopicCatalog;
import io.sluice.gateway.kafka.TopicCatalog.Topic;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the topics that are delivered, all with one question every few seconds however many sessions there are: they
 * may grow, be deleted or made anew, be forbidden, or have no broker for now. Consumers would read on or wait without a
 * word. On the event loop's thread.
 */
final class TopicWatch {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
    /** Just after a topic was made a broker may not know it yet: a denial or two do not count. */
    private static final int DENIALS = 3;

    private final EventLoop loop;
    private final TopicCatalog catalog;
    private final long refresh;
    private final Events events;
    private final Map<String, Watched> topics = new HashMap<>();
    private boolean scheduled;
    private boolean closed;

    /** Told of one topic for all its streams. */
    interface Listener {
        /**
         * The topic has these partitions now.
         *
         * @param earliest of those that were not there before, and maybe of more
         */
        void onGrown(Map<TopicPartition, Long> earliest);

        /** The topic cannot be delivered any more. */
        void onGone(ErrorCode code, String reason);

        /** Reading waits for this, or for nothing any more. */
        void onTrouble(@Nullable String reason);
    }

    /** Told of what concerns partitions and not streams. */
    interface Events {
        /** The topic was deleted and made anew: no position means what it meant. */
        void onMadeAnew(String topic, int partitions);

        /** Time to ask for what no reader tells. */
        void onRefresh();
    }

    private static final class Watched {
        private final Set<Listener> listeners = new LinkedHashSet<>();
        private @Nullable Uuid id;
        private int partitions;
        private int denials;
        private @Nullable String trouble;

        Watched(int partitions) {
            this.partitions = partitions;
        }
    }

    TopicWatch(EventLoop loop, TopicCatalog catalog, long refreshNanos, Events events) {
        this.loop = loop;
        this.catalog = catalog;
        this.refresh = refreshNanos;
        this.events = events;
    }

    /**
     * Begins to tell of a topic.
     *
     * @param partitions how many the listener knows of
     */
    void add(String topic, int partitions, Listener listener) {
        Watched watched = topics.get(topic);
        if (watched == null) {
            watched = new Watched(partitions);
            topics.put(topic, watched);
            // What it is now is the measure of what it becomes.
            ask(Set.of(topic), () -> {
            });
        }
        // A broker may have told this one of fewer: then the next look tells of the others again.
        watched.partitions = Math.min(watched.partitions, partitions);
        watched.listeners.add(listener);
        String trouble = watched.trouble;
        if (trouble != null) {
            listener.onTrouble(trouble);
        }
        schedule();
    }

    void remove(String topic, Listener listener) {
        Watched watched = topics.get(topic);
        if (watched != null && watched.listeners.remove(listener) && watched.listeners.isEmpty()) {
            topics.remove(topic);
        }
    }

    /** Ends. */
    void close() {
        closed = true;
        topics.clear();
    }

    private void schedule() {
        if (!scheduled && !closed) {
            scheduled = true;
            loop.schedule(refresh, this::look);
        }
    }

    private void look() {
        scheduled = false;
        if (!topics.isEmpty()) {
            ask(Set.copyOf(topics.keySet()), () -> {
            });
            events.onRefresh();
            schedule();
        }
    }

    /** Looks at one topic out of turn, tells what is new of it, and then goes on. */
    void check(String topic, Runnable then) {
        if (topics.containsKey(topic)) {
            ask(Set.of(topic), then);
        } else {
            then.run();
        }
    }

    private void ask(Set<String> names, Runnable afterEach) {
        catalog.topics(names).forEach((name, answer) -> {
            Watched asked = topics.get(name);
            Answers.toLoop(loop, answer, topic -> {
                if (asked != null && topics.get(name) == asked) {
                    onTopic(name, asked, topic);
                }
                afterEach.run();
            }, failure -> {
                if (asked != null && topics.get(name) == asked) {
                    onFailure(name, asked, failure);
                }
                afterEach.run();
            });
        });
    }

    private void onTopic(String name, Watched watched, Topic topic) {
        watched.denials = 0;
        Uuid before = watched.id;
        watched.id = topic.id();
        if (before != null && !before.equals(topic.id())) {
            LOG.warn("Topic {} was deleted and made anew", name);
            events.onMadeAnew(name, topic.partitions());
            watched.partitions = Math.min(watched.partitions, topic.partitions());
        }
        if (topic.partitions() > watched.partitions) {
            askForNew(name, watched, topic.partitions());
        }
        setTrouble(name, watched, topic.leaderless().isEmpty()
                ? null
                : "no broker serves partition " + topic.leaderless().getFirst() + " of topic " + name
                        + (topic.leaderless().size() > 1 ? " and " + (topic.leaderless().size() - 1) + " more" : ""));
    }

    private void askForNew(String name, Watched watched, int now) {
        List<TopicPartition> added = IntStream.range(watched.partitions, now)
                .mapToObj(number -> new TopicPartition(name, number))
                .toList();
        CompletableFuture<Map<TopicPartition, Long>> question = catalog.offsets(added, OffsetSpec.earliest());
        Answers.toLoop(loop, question, earliest -> {
            if (topics.get(name) == watched) {
                watched.partitions = now;
                List.copyOf(watched.listeners).forEach(listener -> listener.onGrown(earliest));
            }
        }, failure -> LOG.debug("Where the new partitions of {} begin is asked again", name, failure));
    }

    private void onFailure(String name, Watched watched, Throwable failure) {
        switch (failure) {
            case UnknownTopicOrPartitionException ignored -> onDenied(name, watched);
            case InvalidTopicException ignored -> onDenied(name, watched);
            case TopicAuthorizationException ignored ->
                tellGone(name, ErrorCode.TOPIC_FORBIDDEN,
                        "Kafka does not let this gateway read topic \"" + name + "\"");
            default -> setTrouble(name, watched, "Kafka does not answer");
        }
    }

    private void onDenied(String name, Watched watched) {
        watched.denials++;
        if (watched.denials >= DENIALS) {
            tellGone(name, ErrorCode.TOPIC_UNKNOWN, "topic \"" + name + "\" was deleted");
        } else {
            loop.schedule(Math.min(refresh, 1_000_000_000L), () -> {
                if (topics.get(name) == watched) {
                    check(name, () -> {
                    });
                }
            });
        }
    }

    /** Ends all streams of a topic. */
    void tellGone(String name, ErrorCode code, String reason) {
        Watched watched = topics.remove(name);
        if (watched != null) {
            LOG.warn("Delivery of topic {} ends: {}", name, reason);
            List.copyOf(watched.listeners).forEach(listener -> listener.onGone(code, reason));
        }
    }

    private static void setTrouble(String name, Watched watched, @Nullable String trouble) {
        String before = watched.trouble;
        watched.trouble = trouble;
        if ((trouble == null) != (before == null)) {
            if (trouble == null) {
                LOG.info("Delivery of topic {} goes on", name);
            } else {
                LOG.warn("Delivery of topic {} waits: {}", name, trouble);
            }
            List.copyOf(watched.listeners).forEach(listener -> listener.onTrouble(trouble));
        }
    }
}
