package io.sluice.gateway.delivery;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Filter;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.OffsetReset;
import io.sluice.crsp.session.Position;
import io.sluice.crsp.session.Start;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.kafka.TopicCatalog;
import io.sluice.gateway.session.PauseSwitch;
import io.sluice.gateway.session.Session;
import io.sluice.gateway.session.SessionEventKind;
import io.sluice.gateway.session.SessionStream;
import io.sluice.gateway.session.Steerable;
import io.sluice.gateway.session.StreamView;
import io.sluice.gateway.store.StoredStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers a topic to a client. Kafka's offsets are the sequence numbers: the client says where it is when it comes
 * back, and nothing is written for a message that is delivered. On the event loop's thread.
 */
public final class DeliveryStream extends SessionStream implements Steerable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryStream.class);
    private static final long RETRY_PAUSE = 500_000_000L;
    private static final int MAX_AWAITED = 1024;
    private static final String BY_CLIENT = "by its client";

    private final EventLoop loop;
    private final TopicCatalog catalog;
    private final DeliveryService delivery;
    private final Map<Integer, Cursor> cursors = new TreeMap<>();
    /** The same, replaced as a whole, for those who look from other threads. */
    private volatile List<Cursor> shown = List.of();
    private final Map<Integer, Long> committed = new TreeMap<>();
    /** Offsets that the client wants to be told of when nothing before them is left, by partition. */
    private final Map<Integer, Long> awaited = new TreeMap<>();
    /** What the client must be told before anything else is delivered, in this order. */
    private final Deque<Notice> notices = new ArrayDeque<>();
    private final TopicEvents topicEvents = new TopicEvents();
    private final PauseSwitch pause = new PauseSwitch(this, this::onPause);
    private String topic = "";
    private int partition = -1;
    private Filter filter = new Filter.All();
    private OffsetReset reset = OffsetReset.FAIL;
    private boolean refused;
    private boolean watched;
    private long delivered;
    private @Nullable String trouble;
    /** Tells answers to an earlier question, from before a seek or a reconnect, from those to the present one. */
    private int generation;
    /** Answers that the client waits for: one for Subscribe, and one for each Seek. */
    private int answersOwed;
    /** Where the stream was when an operator moved it, by partition. */
    private final Map<Integer, Long> left = new TreeMap<>();
    /** Where the client began it, or null if that was at another gateway. */
    private @Nullable Start began;
    private final boolean restored;

    /** A message, and what follows once it is sent, unless the client went elsewhere meanwhile. */
    private record Notice(Message message, int generation, Runnable then) {}

    public DeliveryStream(
            Session session, long number, EventLoop loop, TopicCatalog catalog, DeliveryService delivery) {
        super(session, number);
        this.loop = loop;
        this.catalog = catalog;
        this.delivery = delivery;
        StoredStream stored = session.storedStream(number);
        restored = stored != null;
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
            began = subscribe.start();
            session().markDirty();
        } else if (began == null && !restored) {
            began = subscribe.start();
        }
        answersOwed = 1;
        partition = subscribe.partition();
        filter = subscribe.filter();
        reset = subscribe.reset();
        pause.reset();
        awaited.clear();
        trouble = null;
        begin(subscribe.start());
    }

    @Override
    protected void onMessage(Message message) {
        switch (message) {
            case Message.Commit(List<Position> positions) -> commit(positions);
            case Message.Pause() -> pause.byClient(true);
            case Message.Resume() -> pause.byClient(false);
            case Message.Seek(Start start) -> {
                moved(start, BY_CLIENT);
                awaited.clear();
                answersOwed++;
                begin(start);
            }
            case Message.AwaitPosition(int where, long offset) -> await(where, offset);
            case Message other -> refuse(other);
        }
    }

    private void await(int where, long offset) {
        if (awaited.size() >= MAX_AWAITED && !awaited.containsKey(where)) {
            fail(ErrorCode.BAD_REQUEST, "more than " + MAX_AWAITED + " positions are awaited");
            return;
        }
        awaited.put(where, offset);
        tellReached(where);
    }

    private void tellReached(int where) {
        Long offset = awaited.get(where);
        Cursor cursor = cursors.get(where);
        if (offset != null && cursor != null && cursor.next() >= offset) {
            awaited.remove(where);
            tell(new Message.PositionReached(where, offset), () -> {
            });
        }
    }

    private void commit(List<Position> positions) {
        for (Position position : positions) {
            committed.put(position.partition(), position.offset());
        }
        session().markDirty();
    }

    private void onPause() {
        tell(new Message.DeliveryState(pause.isPaused()), () -> {
        });
        List.copyOf(cursors.values()).forEach(pause.isPaused() ? Cursor::pause : Cursor::resume);
    }

    // What others than the client do.

    @Override
    public PauseSwitch pauseSwitch() { return pause; }

    private void moved(Start start, String who) {
        session().happened(SessionEventKind.STREAM_MOVED, "stream " + number() + " to " + switch (start) {
            case Start.Earliest() -> "the earliest record";
            case Start.Latest() -> "the latest record";
            case Start.Timestamp(long millis) -> Instant.ofEpochMilli(millis).toString();
            case Start.Offset(long offset) -> "offset " + offset;
            case Start.Positions(List<Position> positions) -> positions.size() + " positions";
        } + " " + who);
    }

    @Override
    public void moveTo(Start start, String by) {
        moved(start, by);
        cursors.forEach((number, cursor) -> left.put(number, cursor.next()));
        begin(start);
    }

    @Override
    public @Nullable Start began() {
        return began;
    }

    // Finding the beginning.

    private void begin(Start start) {
        stop();
        int asked = generation;
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
                    if (asked == generation && answersOwed > 0) {
                        deliverFrom(offsets, all.size());
                    } else if (asked == generation) {
                        resolveEnds(asked, start, offsets, all.size());
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
                    Map<TopicPartition, Long> offsets = new HashMap<>(earliest);
                    for (Position position : positions) {
                        offsets.replace(new TopicPartition(topic, position.partition()), position.offset());
                    }
                    return offsets;
                });
        };
    }

    private void deliverFrom(Map<TopicPartition, Long> offsets, int partitions) {
        settle();
        left.clear();
        // One that was not answered before the next one came is answered with it.
        for (; answersOwed > 1; answersOwed--) {
            tell(new Message.Subscribed(positions(offsets)), () -> {
            });
        }
        answersOwed = 0;
        tell(new Message.Subscribed(positions(offsets)), () -> {
            offsets.forEach(this::open);
            watch(partitions);
        });
    }

    private void watch(int partitions) {
        watched = true;
        delivery.watch().add(topic, partitions, topicEvents);
    }

    /** An operator's move is told as each partition's new place, among the offsets that it has. */
    private void resolveEnds(int asked, Start start, Map<TopicPartition, Long> offsets, int partitions) {
        List<TopicPartition> all = List.copyOf(offsets.keySet());
        Answers.toLoop(
                loop,
                catalog.offsets(all, OffsetSpec.earliest())
                        .thenCombine(catalog.offsets(all, OffsetSpec.latest()), Ends::new),
                ends -> {
                    if (asked == generation) {
                        move(offsets, ends, partitions);
                    }
                },
                failure -> onQuestionFailed(asked, start, failure));
    }

    private record Ends(Map<TopicPartition, Long> earliest, Map<TopicPartition, Long> latest) {}

    private void move(Map<TopicPartition, Long> offsets, Ends ends, int partitions) {
        settle();
        int present = generation;
        for (Position place : positions(offsets)) {
            if (present != generation) {
                // It came to its end on the way.
                return;
            }
            TopicPartition where = new TopicPartition(topic, place.partition());
            long from = left.getOrDefault(place.partition(), place.offset());
            tell(new Message.PositionReset(place.partition(), from, ends.earliest().getOrDefault(where, 0L),
                    ends.latest().getOrDefault(where, 0L), place.offset()), () -> open(where, place.offset()));
        }
        left.clear();
        watch(partitions);
    }

    private static List<Position> positions(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream()
                .map(entry -> new Position(entry.getKey().partition(), entry.getValue()))
                .sorted((one, other) -> Integer.compare(one.partition(), other.partition()))
                .toList();
    }

    private void open(TopicPartition where, long offset) {
        Sink sink = new Sink(where.partition());
        Cursor before = cursors.put(where.partition(), delivery.open(where, offset, filter, sink, pause.isPaused()));
        shown = List.copyOf(cursors.values());
        if (before != null) {
            before.close();
        }
        tellReached(where.partition());
    }

    private void onQuestionFailed(int asked, Start start, Throwable failure) {
        if (asked != generation || !isAttached()) {
            return;
        }
        switch (failure) {
            case UnknownTopicOrPartitionException ignored -> fail(ErrorCode.TOPIC_UNKNOWN, unknownTopic());
            case InvalidTopicException ignored -> fail(ErrorCode.TOPIC_UNKNOWN, unknownTopic());
            case TopicAuthorizationException ignored ->
                fail(
                        ErrorCode.TOPIC_FORBIDDEN,
                        "Kafka does not let this gateway read topic \"" + topic + "\": grant it the rights");
            default -> {
                LOG.debug("Session {}: Kafka does not say where {} begins", session().id(), topic, failure);
                setTrouble("Kafka does not say where topic " + topic + " begins: " + failure.getMessage());
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

    // Telling.

    /** Sends a message now or as soon as there is room, before all records that come later. */
    private void tell(Message message, Runnable then) {
        notices.add(new Notice(message, generation, then));
        sendNotices();
    }

    private void sendNotices() {
        for (Notice next = notices.peek(); next != null && sendIfOpen(next.message()); next = notices.peek()) {
            notices.remove();
            if (next.generation() == generation) {
                next.then().run();
            }
        }
        refused |= !notices.isEmpty();
    }

    private void setTrouble(String reason) {
        if (trouble == null) {
            LOG.debug("Session {}: stream {} waits: {}", session().id(), number(), reason);
            tell(new Message.StreamStatus(ErrorCode.KAFKA_UNAVAILABLE, reason), () -> {
            });
        }
        trouble = reason;
    }

    private void settle() {
        if (trouble != null) {
            trouble = null;
            tell(new Message.StreamStatus(ErrorCode.NO_ERROR, ""), () -> {
            });
        }
    }

    // Delivering.

    private final class Sink implements RecordSink {
        private final int where;

        private Sink(int where) {
            this.where = where;
        }

        @Override
        public void onTail() {
            tellReached(where);
        }

        @Override
        public boolean offer(FetchedRecord record) {
            try {
                if (!notices.isEmpty() || !sendEncoded(record.message())) {
                    refused = true;
                    return false;
                }
            } catch (TransportException e) {
                if (e.code() == ErrorCode.STREAM_STATE_ERROR) {
                    // The client wants no more of it: what ends the stream is on its way.
                    refused = true;
                    return false;
                }
                fail(e.code(), "the record at offset " + record.offset() + " of " + topic + ": " + e.getMessage());
                return false;
            }
            delivered++;
            return true;
        }

        @Override
        public void flush(boolean behind) {
            wakeUp(behind);
        }

        @Override
        public void onPositionGone(int number, long position, long earliest, long latest) {
            cursors.remove(number);
            shown = List.copyOf(cursors.values());
            if (reset == OffsetReset.FAIL) {
                fail(
                        ErrorCode.POSITION_UNKNOWN,
                        "partition " + number + " of " + topic + " has offsets " + earliest + " to " + latest
                                + ", not " + position);
                return;
            }
            long next = reset == OffsetReset.EARLIEST ? earliest : latest;
            TopicPartition where = new TopicPartition(topic, number);
            tell(new Message.PositionReset(number, position, earliest, latest, next), () -> open(where, next));
        }

        @Override
        public void onReadRefused(int number, ErrorCode code, String reason) {
            cursors.remove(number);
            shown = List.copyOf(cursors.values());
            // A topic that was made anew may have fewer partitions: a reader of all of them goes on with the others.
            if (code != ErrorCode.PARTITION_UNKNOWN || partition >= 0) {
                fail(code, reason);
            }
        }
    }

    private final class TopicEvents implements TopicWatch.Listener {
        @Override
        public void onGrown(Map<TopicPartition, Long> earliest) {
            Map<TopicPartition, Long> added = earliest.entrySet().stream()
                    .filter(entry -> partition < 0 && !cursors.containsKey(entry.getKey().partition()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            if (!added.isEmpty()) {
                tell(new Message.PartitionsAdded(positions(added)), () -> added.forEach(DeliveryStream.this::open));
            }
        }

        @Override
        public void onGone(ErrorCode code, String reason) {
            watched = false;
            fail(code, reason);
        }

        @Override
        public void onTrouble(@Nullable String reason) {
            if (reason == null) {
                settle();
            } else {
                setTrouble(reason);
            }
        }
    }

    @Override
    protected void onWritable() {
        if (refused) {
            refused = false;
            sendNotices();
            if (notices.isEmpty()) {
                List.copyOf(cursors.values()).forEach(Cursor::wakeUp);
            }
        }
    }

    /** Nothing is read for the client any more, and what was asked is of no interest. */
    private void stop() {
        generation++;
        if (watched) {
            watched = false;
            delivery.watch().remove(topic, topicEvents);
        }
        List<Cursor> open = List.copyOf(cursors.values());
        cursors.clear();
        shown = List.of();
        open.forEach(Cursor::close);
    }

    @Override
    protected void onDetached() {
        stop();
        notices.clear();
    }

    @Override
    protected void onRemoved() {
        stop();
        notices.clear();
    }

    @Override
    protected StoredStream stored() {
        Map<String, Long> positions = committed.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toString(), Map.Entry::getValue));
        return new StoredStream(number(), StoredStream.DELIVERY, topic, positions, 0, null);
    }

    @Override
    protected String streamKind() {
        return StoredStream.DELIVERY;
    }

    @Override
    protected String topic() {
        return topic;
    }

    @Override
    protected long lag() {
        long sum = 0;
        for (Cursor cursor : shown) {
            sum += cursor.lag();
        }
        return sum;
    }

    @Override
    protected StreamView view() {
        String position = committed.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","));
        return new StreamView(number(), StoredStream.DELIVERY, topic, position, delivered, lag(), stateText());
    }

    private String stateText() {
        String reason = trouble;
        if (reason != null) {
            return "waiting for Kafka: " + reason;
        }
        if (pause.isPaused()) {
            return "paused";
        }
        return cursors.values().stream().map(Cursor::stateText).distinct().sorted().collect(Collectors.joining(", "));
    }
}
