package io.sluice.gateway.ingest;

import io.sluice.crsp.session.Guarantee;
import io.sluice.crsp.session.Header;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.session.Pausable;
import io.sluice.gateway.session.PauseSwitch;
import io.sluice.gateway.session.Session;
import io.sluice.gateway.session.SessionLog;
import io.sluice.gateway.session.SessionStream;
import io.sluice.gateway.session.StreamView;
import io.sluice.gateway.store.StoredStream;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from a client into a topic, in order, with the guarantee that the client asks for: in a transaction
 * with their numbers (exactly once), as soon as Kafka has each (at least once), or without an answer (best effort). On
 * the event loop's thread.
 */
public final class IngestStream extends SessionStream implements Pausable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestStream.class);
    private static final int MAX_UNCONFIRMED = 2000;
    private static final long MAX_UNCONFIRMED_BYTES = 4L * 1024 * 1024;
    private static final long RETRY_PAUSE = 500_000_000L;
    /** What a message costs the gateway beside its bytes. */
    private static final int MESSAGE_OVERHEAD = 200;

    private final IngestServices services;
    private final Runnable onRoom = this::onRoom;
    private final PauseSwitch pause = new PauseSwitch(this, this::sayWhetherPaused);
    private IngestPath path;
    private Guarantee guarantee = Guarantee.EXACTLY_ONCE;
    private String topic = "";
    /** The last number that was taken in, and the last that is in Kafka. */
    private long taken;
    private long confirmed;
    private long heldBytes;
    /** Best-effort messages on their way to Kafka. */
    private int passing;
    private boolean confirmPending;
    private boolean confirmScheduled;
    private boolean ready;
    /** True until the client is told whether it is paused. */
    private boolean stateOwed;
    private boolean removed;
    /** True until the first message of a connection. */
    private boolean first;

    public IngestStream(Session session, long number, IngestServices services) {
        super(session, number);
        this.services = services;
        this.path = newPath();
        StoredStream stored = session.storedStream(number);
        if (stored != null) {
            topic = stored.topic();
            taken = stored.lastSequence();
            confirmed = stored.lastSequence();
        }
    }

    private IngestPath newPath() {
        return guarantee == Guarantee.EXACTLY_ONCE
                ? new TransactionalPath(session(), number(), new Outcome())
                : new IdempotentPath(services.loop(), services.writer(), new Outcome());
    }

    @Override
    protected void onOpened(Message opening) {
        if (!(opening instanceof Message.Publish publish)) {
            refuse(opening);
            return;
        }
        if (!topic.isEmpty() && !topic.equals(publish.topic())) {
            fail(ErrorCode.BAD_REQUEST, "stream " + number() + " publishes to " + topic);
            return;
        }
        if (guarantee != publish.guarantee()) {
            if (taken != confirmed) {
                fail(ErrorCode.BAD_REQUEST, "stream " + number() + " publishes " + guarantee);
                return;
            }
            guarantee = publish.guarantee();
            path = newPath();
        }
        topic = publish.topic();
        ready = false;
        pause.reset();
        stateOwed = false;
        first = true;
        checkTopic();
    }

    private void checkTopic() {
        Answers.toLoop(services.loop(), services.catalog().partitions(topic), partitions -> {
            if (isAttached() && !ready) {
                ready = true;
                // What is written but not yet confirmed will be: it must not be sent again on this connection.
                send(new Message.Publishing(taken));
                sendConfirm();
                session().markDirty();
                drain();
            }
        }, failure -> {
            if (!isAttached()) {
                return;
            }
            switch (failure) {
                case UnknownTopicOrPartitionException ignored -> failUnknownTopic();
                case InvalidTopicException ignored -> failUnknownTopic();
                case TopicAuthorizationException ignored -> failForbidden();
                default -> {
                    SessionLog.of(session().id(),
                            () -> LOG.warn("Session {}: Kafka does not answer for {}: {}", session().id(), topic,
                                    failure.toString()));
                    services.loop().schedule(RETRY_PAUSE, () -> {
                        if (isAttached() && !ready) {
                            checkTopic();
                        }
                    });
                }
            }
        });
    }

    private void failUnknownTopic() {
        fail(ErrorCode.TOPIC_UNKNOWN, "topic \"" + topic + "\" does not exist: create it or check its name");
    }

    private void failForbidden() {
        fail(ErrorCode.TOPIC_FORBIDDEN, "Kafka does not let the gateway write to " + topic
                + ": give its principal the right to");
    }

    @Override
    protected boolean wantsMore() {
        if (!ready || taken - confirmed >= MAX_UNCONFIRMED || heldBytes >= MAX_UNCONFIRMED_BYTES) {
            return false;
        }
        if (!services.budget().hasRoom()) {
            services.budget().await(onRoom);
            return false;
        }
        return true;
    }

    private void onRoom() {
        if (isAttached()) {
            drain();
        }
    }

    @Override
    protected void onMessage(Message message) {
        switch (message) {
            case Message.Data data -> onData(data);
            case Message.Pause() -> pause.byClient(true);
            case Message.Resume() -> pause.byClient(false);
            case Message other -> refuse(other);
        }
    }

    @Override
    public PauseSwitch pauseSwitch() { return pause; }

    /** The client sends no more; what it sent before is taken in. */
    private void sayWhetherPaused() {
        stateOwed = !send(new Message.DeliveryState(pause.isPaused()));
    }

    private void onData(Message.Data data) {
        if (!guarantee.isConfirmed()) {
            pass(data);
            return;
        }
        if (data.sequence() <= taken) {
            return;
        }
        // At least once, what was confirmed may be more than what was stored in time.
        boolean mayBegin = first && guarantee == Guarantee.AT_LEAST_ONCE;
        if (data.sequence() != taken + 1 && !mayBegin) {
            fail(ErrorCode.BAD_REQUEST, "message " + (taken + 1) + " is missing before " + data.sequence());
            return;
        }
        if (first && data.sequence() != taken + 1) {
            confirmed = data.sequence() - 1;
        }
        first = false;
        taken = data.sequence();
        ProducerRecord<byte[], byte[]> record = record(data);
        int content = lengthOf(record.key()) + lengthOf(record.value());
        services.counters().onTaken(content);
        int bytes = MESSAGE_OVERHEAD + content;
        heldBytes += bytes;
        services.budget().take(bytes);
        path.write(data.sequence(), record, bytes);
    }

    private static int lengthOf(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private ProducerRecord<byte[], byte[]> record(Message.Data data) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, data.key(), data.value());
        for (Header header : data.headers()) {
            record.headers().add(new RecordHeader(header.name(), header.value()));
        }
        return record;
    }

    @Override
    protected void onDatagram(Message.Data message) {
        if (ready && !guarantee.isConfirmed()) {
            pass(message);
        }
    }

    /** Writes a best-effort message if Kafka keeps up, and drops it otherwise. */
    private void pass(Message.Data data) {
        if (passing >= MAX_UNCONFIRMED) {
            return;
        }
        passing++;
        services.counters().onTaken(lengthOf(data.key()) + lengthOf(data.value()));
        Answers.toLoop(services.loop(), services.writer().write(record(data)), metadata -> passing--,
                failure -> passing--);
    }

    private final class Outcome implements IngestPath.Listener {
        @Override
        public void onConfirmed(long sequence, long bytes) {
            if (removed) {
                return;
            }
            confirmed = Math.max(confirmed, sequence);
            release(bytes);
            if (!hasProgress()) {
                session().markDirty();
            }
            confirmSoon();
            if (isAttached()) {
                drain();
            }
        }

        @Override
        public void onRefused(long sequence, Throwable cause) {
            if (removed) {
                return;
            }
            switch (cause) {
                case RecordTooLargeException ignored -> failTooLarge(sequence, cause);
                case RecordBatchTooLargeException ignored -> failTooLarge(sequence, cause);
                case TopicAuthorizationException ignored -> failForbidden();
                case UnknownTopicOrPartitionException ignored -> failUnknownTopic();
                case InvalidTopicException ignored -> failUnknownTopic();
                default ->
                    fail(ErrorCode.KAFKA_REFUSED,
                            "Kafka refused message " + sequence + " for " + topic + ": " + cause.getMessage());
            }
        }

        private void failTooLarge(long sequence, Throwable cause) {
            fail(ErrorCode.RECORD_TOO_LARGE, "message " + sequence + " is larger than " + topic + " takes ("
                    + cause.getMessage() + "): send less in one message, or raise the topic's max.message.bytes");
        }
    }

    /** One confirmation for all that came together. */
    private void confirmSoon() {
        confirmPending = true;
        if (!confirmScheduled && isAttached()) {
            confirmScheduled = true;
            services.loop().execute(this::sendConfirm);
        }
    }

    private void sendConfirm() {
        confirmScheduled = false;
        confirmPending = !send(new Message.Confirm(confirmed)) && isAttached();
    }

    @Override
    protected void onWritable() {
        if (stateOwed) {
            sayWhetherPaused();
        }
        if (confirmPending) {
            sendConfirm();
        }
    }

    private void release(long bytes) {
        heldBytes -= bytes;
        services.budget().give(bytes);
    }

    @Override
    protected void onDetached() {
        ready = false;
        confirmPending = false;
        services.budget().forget(onRoom);
    }

    @Override
    protected void onRemoved() {
        removed = true;
        services.budget().forget(onRoom);
        release(heldBytes);
    }

    @Override
    protected boolean hasProgress() {
        return guarantee == Guarantee.EXACTLY_ONCE;
    }

    @Override
    protected StoredStream stored() {
        return new StoredStream(number(), StoredStream.INGEST, topic, Map.of(), confirmed, null);
    }

    @Override
    protected String streamKind() {
        return StoredStream.INGEST;
    }

    @Override
    protected String topic() {
        return topic;
    }

    @Override
    protected StreamView view() {
        return new StreamView(number(), StoredStream.INGEST, topic, Long.toString(confirmed), confirmed, 0,
                pause.isPaused() ? "paused" : "");
    }
}
