package io.sluice.gateway.sequence;

import io.sluice.crsp.session.Filter;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.SequenceNumbers;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.delivery.Cursor;
import io.sluice.gateway.delivery.FetchedRecord;
import io.sluice.gateway.delivery.RecordSink;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.session.Pausable;
import io.sluice.gateway.session.PauseSwitch;
import io.sluice.gateway.session.Session;
import io.sluice.gateway.session.SessionStream;
import io.sluice.gateway.session.StreamView;
import io.sluice.gateway.store.StoredSequence;
import io.sluice.gateway.store.StoredStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sequence for a client: generated into Kafka, delivered from Kafka in order by index. A repeated value confuses
 * nothing, because only the index counts. On the event loop's thread.
 */
public final class SequenceStream extends SessionStream implements Pausable {
    private static final Logger LOG = LoggerFactory.getLogger(SequenceStream.class);
    private static final int MAX_LENGTH = 65_535;
    private static final long UNKNOWN = -1;
    private static final long CLOCK_TOLERANCE_MILLIS = 1000;
    private static final long RETRY_PAUSE = 500_000_000L;

    private final SequenceServices services;
    private final String key;
    private final PauseSwitch pause = new PauseSwitch(this, this::onPause);
    private @Nullable StoredSequence sequence;
    private @Nullable SequenceGenerator generator;
    private @Nullable Cursor cursor;
    private long firstOffset = UNKNOWN;
    private long nextIndex;
    private boolean started;
    private boolean endSent;
    /** True until the client is told whether it is paused. */
    private boolean stateOwed;
    private boolean removed;

    public SequenceStream(Session session, long number, SequenceServices services) {
        super(session, number);
        this.services = services;
        this.key = session.id() + "/" + number;
    }

    /** Goes on with a stored sequence: its generator works before its client is back. */
    public SequenceStream(Session session, StoredStream stored, SequenceServices services) {
        this(session, stored.number(), services);
        StoredSequence known = stored.sequence();
        if (known == null) {
            throw new IllegalArgumentException("stream " + stored.number() + " is no sequence");
        }
        sequence = known;
        generate(known, stored.lastSequence());
        if (stored.lastSequence() > 0) {
            findFirst(known);
        }
    }

    /** Where the numbers begin that an earlier gateway wrote. */
    private void findFirst(StoredSequence known) {
        OffsetSpec begin = OffsetSpec.forTimestamp(known.createdAtMillis() - CLOCK_TOLERANCE_MILLIS);
        TopicPartition partition = services.topic().partition(key);
        Answers.toLoop(services.context().loop(), services.catalog().offsets(List.of(partition), begin), offsets -> {
            firstOffset = offsets.getOrDefault(partition, 0L);
            proceed();
        }, failure -> {
            LOG.warn("Kafka does not say where sequence {} begins: {}", key, failure.toString());
            services.context().loop().schedule(RETRY_PAUSE, () -> {
                if (!removed) {
                    findFirst(known);
                }
            });
        });
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
        pause.reset();
        stateOwed = false;
        proceed();
    }

    private StoredSequence create(Message.SequenceRequest request) {
        RandomGenerator random = services.context().random();
        int length = request.length() == 0 ? random.nextInt(1, MAX_LENGTH + 1) : request.length();
        StoredSequence created = new StoredSequence(
                random.nextLong(), length, request.interval().toMillis(), services.context().clock().millis());
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
        boolean begins = from == 0;
        generator = new SequenceGenerator(services.context(), session(), number(), services.topic(), known, from,
                offset -> {
                    if (begins && firstOffset == UNKNOWN) {
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
        if (stateOwed) {
            stateOwed = !send(new Message.DeliveryState(pause.isPaused()));
        }
        if (pause.isPaused() || stateOwed) {
            return;
        }
        if (nextIndex >= known.length()) {
            sendEnd(known);
        } else if (cursor == null && firstOffset != UNKNOWN) {
            byte[] name = key.getBytes(StandardCharsets.UTF_8);
            cursor = services.delivery().open(
                    services.topic().partition(key), firstOffset, new Filter.Key(name), new Sink());
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
        public boolean offer(FetchedRecord record) {
            long index = SequenceTopic.indexOf(record);
            if (index != nextIndex) {
                // Of an earlier place: it is with the client already.
                return true;
            }
            if (pause.isPaused() || !send(new Message.SequenceItem(index, SequenceTopic.valueOf(record)))) {
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
            fail(ErrorCode.POSITION_UNKNOWN, "the sequence is no longer in " + services.topic().name());
        }

        @Override
        public void onReadRefused(int partition, ErrorCode code, String reason) {
            fail(code, services.topic().name() + " cannot be read: " + reason);
        }
    }

    @Override
    protected void onWritable() {
        proceed();
    }

    @Override
    protected void onMessage(Message message) {
        switch (message) {
            case Message.Pause() -> pause.byClient(true);
            case Message.Resume() -> pause.byClient(false);
            case Message.SequenceVerified(byte[] checksum) -> onVerified(message, checksum);
            case Message other -> refuse(other);
        }
    }

    @Override
    public PauseSwitch pauseSwitch() { return pause; }

    private void onPause() {
        stateOwed = true;
        proceed();
    }

    private void onVerified(Message message, byte[] checksum) {
        StoredSequence known = sequence;
        if (known == null) {
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
        removed = true;
        closeCursor();
        if (generator != null) {
            generator.stop();
        }
    }

    @Override
    protected boolean hasProgress() {
        return true;
    }

    @Override
    protected StoredStream stored() {
        long produced = generator == null ? 0 : generator.committed();
        return new StoredStream(
                number(), StoredStream.SEQUENCE, services.topic().name(), Map.of(), produced, sequence);
    }

    @Override
    protected String streamKind() {
        return StoredStream.SEQUENCE;
    }

    @Override
    protected String topic() {
        return services.topic().name();
    }

    @Override
    protected StreamView view() {
        StoredSequence known = sequence;
        String position = nextIndex + " of " + (known == null ? "?" : Integer.toString(known.length()));
        return new StreamView(number(), StoredStream.SEQUENCE, services.topic().name(), position, nextIndex, 0,
                pause.isPaused() ? "paused" : "");
    }
}
