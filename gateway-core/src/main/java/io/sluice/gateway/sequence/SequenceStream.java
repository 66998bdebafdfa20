package io.sluice.gateway.sequence;

import io.sluice.crsp.session.Filter;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.SequenceNumbers;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.delivery.Cursor;
import io.sluice.gateway.delivery.DeliveryService;
import io.sluice.gateway.delivery.RecordSink;
import io.sluice.gateway.kafka.InternalTopics;
import io.sluice.gateway.session.Session;
import io.sluice.gateway.session.SessionContext;
import io.sluice.gateway.session.SessionStream;
import io.sluice.gateway.session.StreamView;
import io.sluice.gateway.store.StoredSequence;
import io.sluice.gateway.store.StoredStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sequence for a client: generated into Kafka, delivered from Kafka in order by index. A repeated value confuses
 * nothing, because only the index counts. On the event loop's thread.
 */
public final class SequenceStream extends SessionStream {
    private static final Logger LOG = LoggerFactory.getLogger(SequenceStream.class);
    private static final int MAX_LENGTH = 65_535;
    private static final long UNKNOWN = -1;

    private final SessionContext context;
    private final SequenceService sequences;
    private final DeliveryService delivery;
    private final String key;
    private @Nullable StoredSequence sequence;
    private @Nullable SequenceGenerator generator;
    private @Nullable Cursor cursor;
    private long firstOffset = UNKNOWN;
    private long nextIndex;
    private boolean started;
    private boolean endSent;

    public SequenceStream(
            Session session, long number, SessionContext context, SequenceService sequences, DeliveryService delivery) {
        super(session, number);
        this.context = context;
        this.sequences = sequences;
        this.delivery = delivery;
        this.key = session.id() + "/" + number;
    }

    /** Goes on with a stored sequence: its generator works before its client is back. */
    public SequenceStream(
            Session session,
            StoredStream stored,
            SessionContext context,
            SequenceService sequences,
            DeliveryService delivery) {
        this(session, stored.number(), context, sequences, delivery);
        StoredSequence known = stored.sequence();
        if (known == null) {
            throw new IllegalArgumentException("stream " + stored.number() + " is no sequence");
        }
        sequence = known;
        long produced = sequences.producedBefore(key);
        if (produced > 0) {
            firstOffset = sequences.scannedFrom(key);
        }
        generate(known, produced);
    }

    @Override
    protected void onOpened(Message opening) {
        if (!(opening instanceof Message.SequenceRequest request)) {
            refuse(opening);
            return;
        }
        StoredSequence known = sequence;
        if (known == null) {
            if (request.nextIndex() != 0) {
                fail(ErrorCode.SEQUENCE_UNKNOWN, ErrorCode.SEQUENCE_UNKNOWN.advice());
                return;
            }
            known = create(request);
        }
        if (request.nextIndex() > known.length()) {
            fail(ErrorCode.BAD_REQUEST, "the sequence has " + known.length() + " numbers only");
            return;
        }
        nextIndex = request.nextIndex();
        started = false;
        endSent = false;
        proceed();
    }

    private StoredSequence create(Message.SequenceRequest request) {
        RandomGenerator random = context.random();
        int length = request.length() == 0 ? random.nextInt(1, MAX_LENGTH + 1) : request.length();
        StoredSequence created = new StoredSequence(
                random.nextLong(), length, request.interval().toMillis(), context.clock().millis());
        sequence = created;
        // The generator begins once the session's record says what it generates.
        session().storeNow(() -> {
            if (generator == null && session().stream(number()) == this) {
                generate(created, 0);
                proceed();
            }
        });
        return created;
    }

    private void generate(StoredSequence known, long from) {
        generator = new SequenceGenerator(context, sequences, key, known, from, offset -> {
            if (firstOffset == UNKNOWN) {
                firstOffset = offset;
                proceed();
            }
        });
        generator.start();
    }

    /** Does what can be done now: announce, deliver, end. */
    private void proceed() {
        StoredSequence known = sequence;
        if (!isAttached() || known == null || generator == null) {
            return;
        }
        if (!started) {
            started = send(new Message.SequenceStarted(known.length(), Duration.ofMillis(known.intervalMillis())));
            if (!started) {
                return;
            }
        }
        if (nextIndex >= known.length()) {
            sendEnd(known);
        } else if (cursor == null && firstOffset != UNKNOWN) {
            byte[] name = key.getBytes(StandardCharsets.UTF_8);
            cursor = delivery
                    .open(sequences.partition(key), firstOffset, new Filter.Key(name), new Sink());
        } else if (cursor != null) {
            cursor.wakeUp();
        }
    }

    private void sendEnd(StoredSequence known) {
        if (!endSent) {
            endSent = send(new Message.SequenceEnd(checksum(known)));
        }
    }

    private static byte[] checksum(StoredSequence known) {
        SequenceNumbers numbers = new SequenceNumbers();
        for (long index = 0; index < known.length(); index++) {
            numbers.add(SequenceNumbers.value(known.seed(), index));
        }
        return numbers.checksum();
    }

    private final class Sink implements RecordSink {
        @Override
        public boolean offer(ConsumerRecord<byte[], byte[]> record) {
            long index = SequenceService.indexOf(record);
            if (index != nextIndex) {
                // Written twice around a crash of the generator, or already with the client.
                return true;
            }
            if (!send(new Message.SequenceItem(index, SequenceService.valueOf(record)))) {
                return false;
            }
            nextIndex++;
            StoredSequence known = sequence;
            if (known != null && nextIndex >= known.length()) {
                closeCursor();
                sendEnd(known);
            }
            return true;
        }

        @Override
        public void onPositionGone(int partition, long position, long earliest, long latest) {
            fail(ErrorCode.POSITION_UNKNOWN, "the sequence is no longer in " + InternalTopics.SEQUENCES);
        }

        @Override
        public void onReadRefused(int partition, String reason) {
            fail(ErrorCode.KAFKA_REFUSED, InternalTopics.SEQUENCES + " cannot be read: " + reason);
        }
    }

    @Override
    protected void onWritable() {
        proceed();
    }

    @Override
    protected void onMessage(Message message) {
        StoredSequence known = sequence;
        if (!(message instanceof Message.SequenceVerified(byte[] checksum)) || known == null) {
            refuse(message);
            return;
        }
        if (MessageDigest.isEqual(checksum, checksum(known))) {
            LOG.info("Sequence {} of {} numbers is complete, checksums are equal", key, known.length());
        } else {
            LOG.error("Sequence {} of {} numbers arrived with another checksum", key, known.length());
        }
        end();
    }

    private void closeCursor() {
        Cursor open = cursor;
        cursor = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    protected void onDetached() {
        closeCursor();
    }

    @Override
    protected void onRemoved() {
        closeCursor();
        if (generator != null) {
            generator.stop();
        }
    }

    @Override
    protected StoredStream stored() {
        return new StoredStream(number(), StoredStream.SEQUENCE, InternalTopics.SEQUENCES, Map.of(), 0, sequence);
    }

    @Override
    protected StreamView view() {
        StoredSequence known = sequence;
        String position = nextIndex + " of " + (known == null ? "?" : Integer.toString(known.length()));
        return new StreamView(number(), StoredStream.SEQUENCE, InternalTopics.SEQUENCES, position, nextIndex);
    }
}
