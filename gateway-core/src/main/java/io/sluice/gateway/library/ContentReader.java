package io.sluice.gateway.library;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Filter;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.delivery.FetchedRecord;
import io.sluice.gateway.delivery.RecordSink;
import io.sluice.gateway.kafka.Answers;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads chunks of a file in their order, through the cursors that all sessions share. Chunks lie in Kafka about as they
 * came: one cursor reads on over what is near, and another begins where the next chunk is far off. On the event loop's
 * thread.
 */
final class ContentReader implements ChunkReading {
    private static final Logger LOG = LoggerFactory.getLogger(ContentReader.class);
    /** Going back, or further ahead than this, is a new cursor. */
    private static final long NEAR = 64;
    private static final long CHECK_PAUSE = 1_000_000_000L;

    /** Who wants the chunks. */
    interface Target {
        /** Takes a chunk, which nobody may change, or returns false if there is no room: {@link ContentReader#wakeUp} then tells when there is. */
        boolean offer(int index, byte[] chunk);

        /** That was the last one. */
        void onDone();

        /** Nothing follows, because this is not in Kafka any more or cannot be read; for people. */
        void onLost(String why);
    }

    /** Kafka as a reader sees it. */
    interface Log {
        /** Begins to offer the records from an offset on that a filter lets through. */
        Place open(TopicPartition partition, long start, Filter filter, RecordSink sink);

        /** The offset after the last record. */
        CompletableFuture<Long> endOffset(TopicPartition partition);
    }

    /** How far one reading is. */
    interface Place {
        /** The offset that is looked at next. */
        long next();

        /** Goes on after the sink refused a record. */
        void wakeUp();

        void close();
    }

    /** What a reader needs. */
    record Source(EventLoop loop, Log log, String topic) {}

    private final Source source;
    private final Content content;
    private final TopicPartition partition;
    private final Target target;
    private final int end;
    private int next;
    private @Nullable Place place;
    /** Where the partition ended after this reader had begun: no chunk is beyond. */
    private long partitionEnd = -1;
    /** True while the present chunk is not where it was and is looked for by its key. */
    private boolean searching;
    private EventLoop.@Nullable Scheduled check;
    private boolean over;

    /**
     * @param from index of the first chunk wanted
     * @param end index after the last one
     */
    ContentReader(Source source, Content content, int from, int end, Target target) {
        this.source = source;
        this.content = content;
        this.partition = new TopicPartition(source.topic(), content.partition());
        this.next = from;
        this.end = end;
        this.target = target;
    }

    @Override
    public void start() {
        if (next >= end) {
            over = true;
            target.onDone();
            return;
        }
        open();
        // Not at once: most readings are over by then, and Kafka need not be asked for each.
        checkLater(this::findEnd);
    }

    private void checkLater(Runnable what) {
        check = source.loop().schedule(CHECK_PAUSE, what);
    }

    @Override
    public void wakeUp() {
        Place present = place;
        if (present != null) {
            present.wakeUp();
        }
    }

    @Override
    public void close() {
        over = true;
        Place present = place;
        place = null;
        if (present != null) {
            present.close();
        }
        EventLoop.Scheduled planned = check;
        check = null;
        if (planned != null) {
            planned.cancel();
        }
    }

    private void open() {
        Filter filter = searching
                ? new Filter.Key(Content.key(content.id(), next))
                : new Filter.KeyPrefix(FileNames.utf8(Content.keyPrefix(content.id())));
        Place before = place;
        // The new one first: with its last cursor a partition's reading would end, and what was read ahead be lost.
        place = source.log().open(partition, content.offsets()[next], filter, new Sink());
        if (before != null) {
            before.close();
        }
    }

    private void findEnd() {
        Answers.toLoop(source.loop(), source.log().endOffset(partition), found -> {
            partitionEnd = found;
            watch();
        }, failure -> {
            LOG.debug("Where {} ends is asked again", partition, failure);
            if (!over) {
                checkLater(this::findEnd);
            }
        });
    }

    /** A chunk that compaction or an operator took away is never offered: only the cursor's place tells. */
    private void watch() {
        if (over) {
            return;
        }
        Place present = place;
        if (present != null && present.next() >= partitionEnd) {
            onMissing();
        }
        if (!over) {
            checkLater(this::watch);
        }
    }

    private void onMissing() {
        if (searching) {
            lost("chunk " + next + " of upload " + content.id() + " is not in " + partition + " any more");
        } else {
            searching = true;
            open();
        }
    }

    private void lost(String why) {
        if (!over) {
            close();
            target.onLost(why);
        }
    }

    private boolean take(FetchedRecord record) {
        byte[] chunk = record.value();
        if (chunk == null || chunk.length != content.plan().length(next)) {
            lost("chunk " + next + " of upload " + content.id() + " was removed from " + partition);
            return true;
        }
        if (!target.offer(next, chunk)) {
            return false;
        }
        next++;
        if (over) {
            return true;
        }
        if (next == end) {
            close();
            target.onDone();
            return true;
        }
        long distance = content.offsets()[next] - record.offset();
        if (searching || distance <= 0 || distance > NEAR) {
            searching = false;
            open();
        }
        return true;
    }

    private final class Sink implements RecordSink {
        @Override
        public boolean offer(FetchedRecord record) {
            if (over) {
                return true;
            }
            long wanted = content.offsets()[next];
            if (searching || record.offset() == wanted) {
                return take(record);
            }
            if (record.offset() > wanted) {
                onMissing();
            }
            return true;
        }

        @Override
        public void onPositionGone(int number, long position, long earliest, long latest) {
            lost("offset " + position + " is not in " + partition + " any more");
        }

        @Override
        public void onReadRefused(int number, ErrorCode code, String reason) {
            lost(partition.topic() + " cannot be read (" + code + "): " + reason);
        }
    }
}
