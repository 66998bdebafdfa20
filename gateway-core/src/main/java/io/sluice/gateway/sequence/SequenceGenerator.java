package io.sluice.gateway.sequence;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.session.SessionContext;
import io.sluice.gateway.store.StoredSequence;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the numbers of one sequence to Kafka at their interval, whether a client is there or not. Numbers that fell due
 * while no gateway was there are written at once. On the event loop's thread.
 */
final class SequenceGenerator {
    private static final Logger LOG = LoggerFactory.getLogger(SequenceGenerator.class);
    private static final int MAX_IN_FLIGHT = 256;

    private final EventLoop loop;
    private final Clock clock;
    private final SequenceService service;
    private final String key;
    private final StoredSequence sequence;
    private final LongConsumer onFirstOffset;
    private long next;
    private int inFlight;
    private boolean firstKnown;
    private boolean stopped;
    private boolean waitingForRoom;

    /**
     * @param next the index of the number to write next
     * @param onFirstOffset told the offset of the first number that this generator wrote
     */
    SequenceGenerator(SessionContext context, SequenceService service, String key, StoredSequence sequence, long next,
            LongConsumer onFirstOffset) {
        this.loop = context.loop();
        this.clock = context.clock();
        this.service = service;
        this.key = key;
        this.sequence = sequence;
        this.next = next;
        this.onFirstOffset = onFirstOffset;
    }

    void start() {
        tick();
    }

    void stop() {
        stopped = true;
    }

    private void tick() {
        if (stopped || next >= sequence.length()) {
            return;
        }
        long now = clock.millis();
        while (next < sequence.length() && dueAt(next) <= now) {
            if (inFlight >= MAX_IN_FLIGHT) {
                waitingForRoom = true;
                return;
            }
            write();
        }
        loop.schedule(TimeUnit.MILLISECONDS.toNanos(Math.max(0, dueAt(next) - now)), this::tick);
    }

    private long dueAt(long index) {
        return sequence.createdAtMillis() + index * sequence.intervalMillis();
    }

    private void write() {
        long index = next++;
        inFlight++;
        Answers.toLoop(loop, service.write(key, sequence, index), metadata -> {
            onDone();
            if (!firstKnown) {
                firstKnown = true;
                onFirstOffset.accept(metadata.offset());
            }
        }, failure -> {
            onDone();
            LOG.error("Number {} of sequence {} could not be written", index, key, failure);
        });
    }

    private void onDone() {
        inFlight--;
        if (waitingForRoom) {
            waitingForRoom = false;
            tick();
        }
    }
}
