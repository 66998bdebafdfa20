package io.sluice.gateway.delivery;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Filter;
import io.sluice.crsp.session.Header;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.OffsetReset;
import io.sluice.crsp.session.Position;
import io.sluice.crsp.session.Start;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.kafka.TopicCatalog;
import io.sluice.gateway.session.Session;
import io.sluice.gateway.session.SessionStream;
import io.sluice.gateway.session.StreamView;
import io.sluice.gateway.store.StoredStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers a topic to a client. Kafka's offsets are the sequence numbers: the client says where it is when it comes
 * back, and nothing is written for a message that is delivered. On the event loop's thread.
 */
public final class DeliveryStream extends SessionStream {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryStream.class);
    private static final long RETRY_PAUSE = 500_000_000L;
    private static final Comparator<TopicPartition> PARTITION_ORDER = Comparator
            .comparingInt(TopicPartition::partition);

    private final EventLoop loop;
    private final TopicCatalog catalog;
    private final DeliveryService delivery;
    private final List<Cursor> cursors = new ArrayList<>();
    private final Map<Integer, Long> committed = new TreeMap<>();
    private String topic = "";
    private int partition = -1;
    private Filter filter = new Filter.All();
    private OffsetReset reset = OffsetReset.FAIL;
    private boolean paused;
    private boolean refused;
    private long delivered;
    /** Tells answers to an earlier question, from before a seek or a reconnect, from those to the present one. */
    private int generation;

    public DeliveryStream(
            Session session, long number, EventLoop loop, TopicCatalog catalog, DeliveryService delivery) {
        super(session, number);
        this.loop = loop;
        this.catalog = catalog;
        this.delivery = delivery;
        StoredStream stored = session.storedStream(number);
        if (stored != null) {
            topic = stored.topic();
            stored.positions().forEach((name, offset) -> committed.put(Integer.valueOf(name), offset));
        }
    }

    @Override
    protected void onOpened(Message opening) {
        if (!(opening instanceof Message.Subscribe subscribe)) {
            refuse(opening);
            return;
        }
        if (!topic.equals(subscribe.topic())) {
            topic = subscribe.topic();
            committed.clear();
            session().markDirty();
        }
        partition = subscribe.partition();
        filter = subscribe.filter();
        reset = subscribe.reset();
        paused = false;
        begin(subscribe.start());
    }

    @Override
    protected void onMessage(Message message) {
        switch (message) {
            case Message.Commit(List<Position> positions) -> commit(positions);
            case Message.Pause() -> setPaused(true);
            case Message.Resume() -> setPaused(false);
            case Message.Seek(Start start) -> begin(start);
            case Message other -> refuse(other);
        }
    }

    private void commit(List<Position> positions) {
        for (Position position : positions) {
            committed.put(position.partition(), position.offset());
        }
        session().markDirty();
    }

    private void setPaused(boolean wanted) {
        paused = wanted;
        send(new Message.DeliveryState(paused));
        if (!paused) {
            wakeCursors();
        }
    }

    // Finding the beginning.

    private void begin(Start start) {
        closeCursors();
        int asked = ++generation;
        Answers.toLoop(
                loop,
                catalog.partitions(topic),
                all -> {
                    if (asked == generation) {
                        resolve(asked, start, all);
                    }
                },
                failure -> onQuestionFailed(asked, start, failure));
    }

    private void resolve(int asked, Start start, List<TopicPartition> all) {
        List<TopicPartition> wanted = all.stream().filter(each -> partition < 0 || each.partition() == partition)
                .toList();
        if (wanted.isEmpty()) {
            fail(ErrorCode.PARTITION_UNKNOWN, "topic " + topic + " has partitions 0 to " + (all.size() - 1));
            return;
        }
        Answers.toLoop(
                loop,
                offsets(start, wanted),
                offsets -> {
                    if (asked == generation) {
                        deliverFrom(offsets);
                    }
                },
                failure -> onQuestionFailed(asked, start, failure));
    }

    private CompletableFuture<Map<TopicPartition, Long>> offsets(Start start, List<TopicPartition> wanted) {
        return switch (start) {
            case Start.Earliest() -> catalog.offsets(wanted, OffsetSpec.earliest());
            case Start.Latest() -> catalog.offsets(wanted, OffsetSpec.latest());
            case Start.Timestamp(long millis) ->
                catalog.offsets(wanted, OffsetSpec.forTimestamp(millis));
            case Start.Offset(long offset) ->
                CompletableFuture.completedFuture(
                        wanted.stream().collect(Collectors.toMap(each -> each, each -> offset)));
            case Start.Positions(List<Position> positions) ->
                catalog.offsets(wanted, OffsetSpec.earliest()).thenApply(earliest -> {
                    Map<TopicPartition, Long> offsets = new TreeMap<>(PARTITION_ORDER);
                    offsets.putAll(earliest);
                    for (Position position : positions) {
                        offsets.replace(new TopicPartition(topic, position.partition()), position.offset());
                    }
                    return offsets;
                });
        };
    }

    private void deliverFrom(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Long> sorted = new TreeMap<>(PARTITION_ORDER);
        sorted.putAll(offsets);
        List<Position> positions = new ArrayList<>();
        sorted.forEach((each, offset) -> positions.add(new Position(each.partition(), offset)));
        if (!send(new Message.Subscribed(positions))) {
            // No room even for the answer: it is given when there is.
            int asked = generation;
            loop.schedule(RETRY_PAUSE / 10, () -> {
                if (asked == generation && isAttached()) {
                    deliverFrom(offsets);
                }
            });
            return;
        }
        sorted.forEach((each, offset) -> cursors.add(delivery.open(each, offset, filter, new Sink())));
    }

    private void onQuestionFailed(int asked, Start start, Throwable failure) {
        if (asked != generation || !isAttached()) {
            return;
        }
        switch (failure) {
            case UnknownTopicOrPartitionException ignored -> fail(ErrorCode.TOPIC_UNKNOWN, unknownTopic());
            case InvalidTopicException ignored -> fail(ErrorCode.TOPIC_UNKNOWN, unknownTopic());
            case TopicAuthorizationException e -> fail(ErrorCode.KAFKA_REFUSED, String.valueOf(e.getMessage()));
            default -> {
                LOG.warn("Session {}: Kafka does not say where {} begins: {}", session().id(), topic,
                        failure.toString());
                loop.schedule(RETRY_PAUSE, () -> {
                    if (asked == generation && isAttached()) {
                        begin(start);
                    }
                });
            }
        }
    }

    private String unknownTopic() {
        return "topic \"" + topic + "\" does not exist: create it or check its name";
    }

    // Delivering.

    private final class Sink implements RecordSink {
        @Override
        public boolean offer(ConsumerRecord<byte[], byte[]> record) {
            if (paused) {
                return false;
            }
            if (!send(toMessage(record))) {
                refused = true;
                return false;
            }
            delivered++;
            return true;
        }

        @Override
        public void onPositionGone(int number, long position, long earliest, long latest) {
            if (reset == OffsetReset.FAIL) {
                fail(
                        ErrorCode.POSITION_UNKNOWN,
                        "partition " + number + " of " + topic + " has offsets " + earliest + " to " + latest
                                + ", not " + position);
            } else {
                long next = reset == OffsetReset.EARLIEST ? earliest : latest;
                goOn(new Message.PositionReset(number, position, earliest, latest, next), generation);
            }
        }

        @Override
        public void onReadRefused(int number, String reason) {
            fail(ErrorCode.KAFKA_REFUSED, "partition " + number + " of " + topic + " cannot be read: " + reason);
        }
    }

    /** Delivers from the new place once the client can be told of it. */
    private void goOn(Message.PositionReset elsewhere, int asked) {
        if (asked != generation || !isAttached()) {
            return;
        }
        if (send(elsewhere)) {
            TopicPartition where = new TopicPartition(topic, elsewhere.partition());
            cursors.add(delivery.open(where, elsewhere.next(), filter, new Sink()));
        } else {
            loop.schedule(RETRY_PAUSE / 10, () -> goOn(elsewhere, asked));
        }
    }

    private static Message toMessage(ConsumerRecord<byte[], byte[]> record) {
        List<Header> headers = new ArrayList<>();
        record.headers().forEach(header -> headers.add(new Header(header.key(), header.value())));
        return new Message.Delivery(
                record.partition(), record.offset(), record.timestamp(), record.key(), headers, record.value());
    }

    @Override
    protected void onWritable() {
        if (refused) {
            refused = false;
            wakeCursors();
        }
    }

    private void wakeCursors() {
        for (Cursor cursor : cursors) {
            cursor.wakeUp();
        }
    }

    private void closeCursors() {
        List<Cursor> open = List.copyOf(cursors);
        cursors.clear();
        for (Cursor cursor : open) {
            cursor.close();
        }
    }

    @Override
    protected void onDetached() {
        generation++;
        closeCursors();
    }

    @Override
    protected void onRemoved() {
        generation++;
        closeCursors();
    }

    @Override
    protected StoredStream stored() {
        Map<String, Long> positions = committed.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toString(), Map.Entry::getValue));
        return new StoredStream(number(), StoredStream.DELIVERY, topic, positions, 0, null);
    }

    @Override
    protected StreamView view() {
        String position = committed.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","));
        return new StreamView(number(), StoredStream.DELIVERY, topic, position, delivered);
    }
}
