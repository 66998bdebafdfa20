package io.sluice.gateway.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** One attempt to commit a batch. On its writer's thread, except for {@link #answer}. */
final class ShardTransaction {
    private final TransactionalWriter.Settings settings;
    private final Producer<byte[], byte[]> producer;
    private final List<ShardWork> batch;
    private final IdentityHashMap<ShardSource, Progress> progress = new IdentityHashMap<>();
    private final List<CompletableFuture<@Nullable Void>> changes = new ArrayList<>();
    private volatile @Nullable Refusal firstFailure;
    private final Set<String> lateTopics = ConcurrentHashMap.newKeySet();

    /** What Kafka did not take, and why. */
    record Refusal(ShardWork.OfShard work, Throwable cause) {}

    private static final class Progress {
        private final ShardWriter writer;
        private long lastSequence;
        private long bytes;
        private @Nullable Future<RecordMetadata> first;

        private Progress(ShardWriter writer) {
            this.writer = writer;
        }

        private void add(ShardWork.Data data) {
            lastSequence = data.sequence();
            bytes += data.bytes();
        }
    }

    ShardTransaction(TransactionalWriter.Settings settings, Producer<byte[], byte[]> producer, List<ShardWork> batch) {
        this.settings = settings;
        this.producer = producer;
        this.batch = List.copyOf(batch);
        for (ShardWork work : batch) {
            switch (work) {
                case ShardWork.Data data ->
                    progress.computeIfAbsent(data.source(), any -> new Progress(data.writer())).add(data);
                case ShardWork.Put put -> changes.add(put.done());
                case ShardWork.Forget forget -> changes.add(forget.done());
                case ShardWork.Release release -> changes.add(release.done());
                case ShardWork.Settle settle -> changes.add(settle.done());
                case ShardWork.End() -> throw new IllegalArgumentException("an end is not written");
            }
        }
    }

    /** True if there is nothing to write. */
    boolean isEmpty() {
        return batch.stream().allMatch(ShardWork.Settle.class::isInstance);
    }

    /**
     * @param abandoned stops the waiting for a Kafka that does not answer
     * @throws KafkaException if it is not committed; then it must be aborted
     */
    void commit(BooleanSupplier abandoned) {
        producer.beginTransaction();
        sendMessages();
        for (ShardWork.OfShard change : newestChanges()) {
            sendChange(change);
        }
        progress.forEach((source, state) -> send(null, state.writer.shard(), source.progressKey(),
                SessionCodec.encodeProgress(state.lastSequence)));
        while (true) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                // Whether it is committed is not known yet; asking again is the way to learn.
                if (abandoned.getAsBoolean()) {
                    throw e;
                }
            }
        }
    }

    private void sendMessages() {
        for (ShardWork work : batch) {
            if (work instanceof ShardWork.Data data) {
                Future<RecordMetadata> sent = send(data, data.record());
                Progress state = progress.get(data.source());
                if (state != null && state.first == null) {
                    state.first = sent;
                }
            }
        }
    }

    /** Of several changes of one session in a batch only the last is of any use. */
    private Collection<ShardWork.OfShard> newestChanges() {
        Map<String, ShardWork.OfShard> newest = new LinkedHashMap<>();
        int others = 0;
        for (ShardWork work : batch) {
            if (work instanceof ShardWork.Put put) {
                newest.remove(put.session().id());
                newest.put(put.session().id(), put);
            } else if (work instanceof ShardWork.Forget || work instanceof ShardWork.Release) {
                newest.put("other " + others++, (ShardWork.OfShard) work);
            }
        }
        return newest.values();
    }

    private void sendChange(ShardWork.OfShard change) {
        int shard = change.writer().shard();
        switch (change) {
            case ShardWork.Put put ->
                send(put, shard, ShardKeys.session(put.session().id()), settings.codec().encode(put.session()));
            case ShardWork.Forget forget -> forget.keys().forEach(key -> send(forget, shard, key, null));
            case ShardWork.Release release -> send(release, shard, ShardKeys.claim(), null);
            case ShardWork.Data ignored -> throw new IllegalArgumentException("a message is no change");
        }
    }

    private void send(ShardWork.@Nullable OfShard work, int shard, byte[] key, byte @Nullable [] value) {
        var _ = send(work, new ProducerRecord<>(settings.topics().sessions(), shard, key, value));
    }

    private Future<RecordMetadata> send(
            ShardWork.@Nullable OfShard work, ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record, (metadata, failure) -> {
                if (failure != null) {
                    onFailure(work, record.topic(), failure);
                }
            });
        } catch (KafkaException e) {
            onFailure(work, record.topic(), e);
            throw e;
        }
    }

    private void onFailure(ShardWork.@Nullable OfShard work, String topic, Throwable failure) {
        if (failure instanceof TimeoutException) {
            lateTopics.add(topic);
        }
        // The records after a refused one fail too, only because their transaction did.
        Refusal known = firstFailure;
        if (work != null && (known == null || (isRefusal(failure) && !isRefusal(known.cause())))) {
            firstFailure = new Refusal(work, failure);
        }
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof TopicAuthorizationException
                || failure instanceof InvalidTopicException
                || failure instanceof InvalidRecordException
                || failure instanceof InvalidTimestampException
                || failure instanceof PolicyViolationException
                || failure instanceof SerializationException;
    }

    /** What Kafka would refuse again, or null if trying again may do. May block. */
    @Nullable
    Refusal refusal() {
        Refusal failure = firstFailure;
        if (failure == null || isRefusal(failure.cause())) {
            return failure;
        }
        boolean gone = failure.work() instanceof ShardWork.Data data
                && (failure.cause() instanceof TimeoutException
                        || failure.cause() instanceof UnknownTopicOrPartitionException)
                && settings.topicGone().test(data.record().topic());
        return gone
                ? new Refusal(failure.work(), new UnknownTopicOrPartitionException("the topic was deleted"))
                : null;
    }

    /** The topic that did not take a message in time, or null if it was not for a topic. */
    @Nullable
    String slowTopic() {
        Refusal failure = firstFailure;
        return failure != null
                && failure.work() instanceof ShardWork.Data data
                && failure.cause() instanceof TimeoutException
                        ? data.record().topic()
                        : null;
    }

    /** The topics that did not take something in time, the one of sessions too. */
    Set<String> lateTopics() {
        return Set.copyOf(lateTopics);
    }

    /** True if there is something for this topic in it. */
    boolean isFor(String topic) {
        return topic.equals(settings.topics().sessions())
                || batch.stream().anyMatch(work -> work instanceof ShardWork.Data data
                        && data.record().topic().equals(topic));
    }

    /** Tells everyone that it is committed. On the event loop's thread. */
    void answer() {
        progress.forEach((source, state) -> {
            if (!state.writer.isAbandoned()) {
                source.onCommitted(state.lastSequence, offset(state.first), state.bytes);
            }
        });
        // After the messages: who learns that a shard is given back abandons it, and abandoned sources are told nothing.
        changes.forEach(change -> change.complete(null));
    }

    private static long offset(@Nullable Future<RecordMetadata> sent) {
        return sent == null || sent.state() != Future.State.SUCCESS ? -1 : sent.resultNow().offset();
    }
}
