package io.sluice.gateway.sequence;

import io.sluice.gateway.session.Session;
import io.sluice.gateway.session.SessionContext;
import io.sluice.gateway.store.ShardKeys;
import io.sluice.gateway.store.ShardSource;
import io.sluice.gateway.store.StoredSequence;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the numbers of one sequence to Kafka at their interval, whether a client is there or not; each once, because
 * how many there are is written in the same transaction. Numbers that fell due while no gateway was there are written
 * at once. On the event loop's thread.
 */
final class SequenceGenerator implements ShardSource {
    private static final Logger LOG = LoggerFactory.getLogger(SequenceGenerator.class);
    private static final int MAX_IN_FLIGHT = 256;
    private static final int RECORD_BYTES = 100;

    private final SessionContext context;
    private final Session session;
    private final SequenceTopic topic;
    private final String key;
    private final byte[] progressKey;
    private final StoredSequence sequence;
    private final LongConsumer onFirstOffset;
    private long next;
    private long committed;
    private boolean firstKnown;
    private boolean stopped;
    private boolean waitingForRoom;

    /**
     * @param next the index of the number to write next: how many are in Kafka
     * @param onFirstOffset told the offset of the first number that this generator wrote
     */
    SequenceGenerator(SessionContext context, Session session, long stream, SequenceTopic topic,
            StoredSequence sequence, long next, LongConsumer onFirstOffset) {
        this.context = context;
        this.session = session;
        this.topic = topic;
        this.key = session.id() + "/" + stream;
        this.progressKey = ShardKeys.progress(session.id().toString(), stream);
        this.sequence = sequence;
        this.next = next;
        this.committed = next;
        this.onFirstOffset = onFirstOffset;
    }

    void start() {
        tick();
    }

    void stop() {
        stopped = true;
    }

    /** How many numbers are in Kafka. */
    long committed() {
        return committed;
    }

    private void tick() {
        if (stopped || next >= sequence.length()) {
            return;
        }
        long now = context.clock().millis();
        while (next < sequence.length() && dueAt(next) <= now) {
            if (next - committed >= MAX_IN_FLIGHT) {
                waitingForRoom = true;
                return;
            }
            session.write(this, next + 1, topic.record(key, sequence, next), RECORD_BYTES);
            next++;
        }
        context.loop().schedule(TimeUnit.MILLISECONDS.toNanos(Math.max(0, dueAt(next) - now)), this::tick);
    }

    private long dueAt(long index) {
        return sequence.createdAtMillis() + index * sequence.intervalMillis();
    }

    @Override
    public byte[] progressKey() {
        return progressKey;
    }

    @Override
    public void onCommitted(long lastSequence, long offset, long bytes) {
        committed = lastSequence;
        if (!firstKnown) {
            firstKnown = true;
            onFirstOffset.accept(offset);
        }
        if (waitingForRoom) {
            waitingForRoom = false;
            tick();
        }
    }

    @Override
    public void onRefused(long number, Throwable cause) {
        stopped = true;
        LOG.error("Number {} of sequence {} could not be written", number - 1, key, cause);
    }
}
