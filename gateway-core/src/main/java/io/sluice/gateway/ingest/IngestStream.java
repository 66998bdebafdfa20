package io.sluice.gateway.ingest;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Guarantee;
import io.sluice.crsp.session.Header;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.kafka.RecordWriter;
import io.sluice.gateway.kafka.TopicCatalog;
import io.sluice.gateway.session.Session;
import io.sluice.gateway.session.SessionStream;
import io.sluice.gateway.session.StreamView;
import io.sluice.gateway.store.StoredStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from a client into a topic: written in order, confirmed once Kafka has them, taken again after a
 * resume if they were not confirmed (at least once). On the event loop's thread.
 */
public final class IngestStream extends SessionStream {
    private static final Logger LOG = LoggerFactory.getLogger(IngestStream.class);
    private static final int MAX_UNCONFIRMED = 2000;
    private static final long MAX_UNCONFIRMED_BYTES = 4L * 1024 * 1024;
    private static final long RETRY_PAUSE = 500_000_000L;

    private final EventLoop loop;
    private final TopicCatalog catalog;
    private final RecordWriter writer;
    /** Written and not confirmed, by sequence number: true once Kafka has it. */
    private final TreeMap<Long, Boolean> unconfirmed = new TreeMap<>();
    private String topic = "";
    private long taken;
    private long confirmed;
    private long unconfirmedBytes;
    private boolean confirmPending;
    private Guarantee guarantee = Guarantee.EXACTLY_ONCE;
    /** Best-effort messages on their way to Kafka. */
    private int passing;
    private boolean ready;
    /** True until the first message of a connection. */
    private boolean first;

    public IngestStream(
            Session session, long number, EventLoop loop, TopicCatalog catalog, RecordWriter writer) {
        super(session, number);
        this.loop = loop;
        this.catalog = catalog;
        this.writer = writer;
        StoredStream stored = session.storedStream(number);
        if (stored != null) {
            topic = stored.topic();
            taken = stored.lastSequence();
            confirmed = stored.lastSequence();
        }
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
        topic = publish.topic();
        guarantee = publish.guarantee();
        ready = false;
        first = true;
        checkTopic();
    }

    private void checkTopic() {
        Answers.toLoop(loop, catalog.partitions(topic), partitions -> {
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
            if (failure instanceof UnknownTopicOrPartitionException || failure instanceof InvalidTopicException) {
                fail(ErrorCode.TOPIC_UNKNOWN, "topic \"" + topic + "\" does not exist: create it or check its name");
            } else {
                LOG.warn("Session {}: Kafka does not answer for {}: {}", session().id(), topic, failure.toString());
                loop.schedule(RETRY_PAUSE, () -> {
                    if (isAttached() && !ready) {
                        checkTopic();
                    }
                });
            }
        });
    }

    @Override
    protected boolean wantsMore() {
        return ready && unconfirmed.size() < MAX_UNCONFIRMED && unconfirmedBytes < MAX_UNCONFIRMED_BYTES;
    }

    @Override
    protected void onMessage(Message message) {
        if (!(message instanceof Message.Data data)) {
            refuse(message);
            return;
        }
        if (!guarantee.isConfirmed()) {
            pass(data);
            return;
        }
        if (data.sequence() <= taken) {
            return;
        }
        // A client begins after what was confirmed to it, of which an older record of the session may not know.
        if (data.sequence() != taken + 1 && !first) {
            fail(ErrorCode.BAD_REQUEST, "message " + (taken + 1) + " is missing before " + data.sequence());
            return;
        }
        first = false;
        taken = data.sequence();
        write(data);
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
        Answers.toLoop(loop, writer.write(record(data)), metadata -> passing--, failure -> passing--);
    }

    private ProducerRecord<byte[], byte[]> record(Message.Data data) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, data.key(), data.value());
        for (Header header : data.headers()) {
            record.headers().add(new RecordHeader(header.name(), header.value()));
        }
        return record;
    }

    private void write(Message.Data data) {
        ProducerRecord<byte[], byte[]> record = record(data);
        long bytes = (data.key() == null ? 0 : data.key().length) + (data.value() == null ? 0L : data.value().length);
        unconfirmed.put(data.sequence(), false);
        unconfirmedBytes += bytes;
        Answers.toLoop(loop, writer.write(record), metadata -> {
            unconfirmedBytes -= bytes;
            onCommitted(data.sequence());
        }, failure -> {
            unconfirmedBytes -= bytes;
            fail(
                    ErrorCode.KAFKA_REFUSED,
                    "Kafka refused message " + data.sequence() + " for " + topic + ": " + failure.getMessage());
        });
    }

    private void onCommitted(long sequence) {
        unconfirmed.replace(sequence, true);
        boolean wasFull = !wantsMore();
        while (!unconfirmed.isEmpty() && unconfirmed.firstEntry().getValue()) {
            confirmed = unconfirmed.pollFirstEntry().getKey();
        }
        session().markDirty();
        if (!confirmPending) {
            // One confirmation for all that Kafka acknowledged together.
            confirmPending = true;
            loop.execute(this::sendConfirm);
        }
        if (wasFull) {
            loop.execute(this::drain);
        }
    }

    private void sendConfirm() {
        confirmPending = !send(new Message.Confirm(confirmed)) && isAttached();
    }

    @Override
    protected void onWritable() {
        if (confirmPending) {
            sendConfirm();
        }
    }

    @Override
    protected void onDetached() {
        ready = false;
        confirmPending = false;
    }

    @Override
    protected StoredStream stored() {
        return new StoredStream(number(), StoredStream.INGEST, topic, Map.of(), confirmed, null);
    }

    @Override
    protected StreamView view() {
        return new StreamView(number(), StoredStream.INGEST, topic, Long.toString(confirmed), confirmed);
    }
}
