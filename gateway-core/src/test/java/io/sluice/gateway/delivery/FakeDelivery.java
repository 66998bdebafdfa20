package io.sluice.gateway.delivery;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.delivery.CatchUp.Request;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One feed with everything around it, moved by hand. */
final class FakeDelivery implements PartitionFeed.Host {
    final FakeLog log = new FakeLog();
    final List<Request> requests = new ArrayList<>();
    private final Deque<Runnable> loop = new ArrayDeque<>();
    private final Turns turns = new Turns(
            (delay, task) -> loop.add(task), System::nanoTime, new CatchUpPace(Long.MAX_VALUE, 1L << 40));
    private final CatchUp catchUp;
    private final DeliveryCounters counters = new DeliveryCounters(InstantSource.system());
    PartitionFeed feed;
    boolean tailWanted;
    private long tailPosition = -1;
    int turnsTaken;

    FakeDelivery(long ringBytes, long cacheBytes, int readers) {
        catchUp = new CatchUp(turns, cacheBytes);
        for (int i = 0; i < readers; i++) {
            catchUp.addReader(requests::add);
        }
        feed = new PartitionFeed(FakeLog.PARTITION, ringBytes, this);
    }

    @Override
    public Turns turns() {
        return turns;
    }

    @Override
    public CatchUp catchUp() {
        return catchUp;
    }

    @Override
    public DeliveryCounters counters() {
        return counters;
    }

    @Override
    public void onReading(PartitionFeed of, boolean wanted) {
        tailWanted = wanted;
        if (!wanted) {
            feed.stop();
        }
    }

    @Override
    public void onIdle(PartitionFeed of) {
        catchUp.drop(of);
    }

    /** Kafka has said where the partition ends. */
    void joinTail() {
        if (tailWanted && feed.ring().isUnset()) {
            tailPosition = log.end();
            feed.restart(tailPosition);
        }
    }

    /** The tail reader reads on. */
    void readTail(int most) {
        if (!feed.ring().isUnset()) {
            RecordRun run = log.read(tailPosition, most);
            if (run.end() > tailPosition) {
                tailPosition = run.end();
                feed.onTail(feed.epoch(), run);
            }
        }
    }

    /** A catch-up reader answers its request. */
    void answer(int which, int most) {
        Request request = requests.remove(which);
        if (request.offset() < log.earliest() || request.offset() > log.end()) {
            feed.onRange(log.earliest(), log.end(), false);
            catchUp.onNothing(request);
        } else {
            RecordRun run = log.read(request.offset(), most);
            counters.onCatchUp(run.size(), run.messageBytes());
            catchUp.onRun(request, run);
        }
    }

    void failRequest(int which) {
        catchUp.onNothing(requests.remove(which));
    }

    /** The loop goes round once. */
    void turn() {
        for (int waiting = loop.size(); waiting > 0; waiting--) {
            turnsTaken++;
            loop.remove().run();
        }
    }

    /** Until nothing happens any more. */
    void settle(int most) {
        for (int rounds = 0; !loop.isEmpty() || !requests.isEmpty() || behind(); rounds++) {
            if (rounds > 1_000_000) {
                throw new AssertionError("it never comes to rest: " + requests.size() + " requests");
            }
            joinTail();
            readTail(most);
            if (!requests.isEmpty()) {
                answer(0, most);
            }
            turn();
        }
    }

    private boolean behind() {
        return tailWanted && (feed.ring().isUnset() || feed.ring().end() < log.end());
    }

    DeliveryStatistics statistics() {
        return counters.statistics();
    }

    Reader open(long start, RecordFilter filter) {
        return new Reader(start, filter, Long.MAX_VALUE);
    }

    Reader open(long start, RecordFilter filter, long credit) {
        return new Reader(start, filter, credit);
    }

    /** A client's stream. */
    final class Reader implements RecordSink {
        final RecordFilter filter;
        final List<Long> taken = new ArrayList<>();
        final List<String> told = new ArrayList<>();
        final Cursor cursor;
        long credit;
        boolean failing;

        Reader(long start, RecordFilter filter, long credit) {
            this.filter = filter;
            this.credit = credit;
            this.cursor = feed.open(start, filter, this, false);
        }

        void give(long more) {
            credit = more;
            cursor.wakeUp();
        }

        @Override
        public boolean offer(FetchedRecord record) {
            if (failing) {
                throw new IllegalStateException("a stream that is broken");
            }
            if (credit <= 0) {
                return false;
            }
            credit--;
            taken.add(record.offset());
            return true;
        }

        @Override
        public void onPositionGone(int partition, long position, long earliest, long latest) {
            told.add(position + " of " + earliest + " to " + latest);
        }

        @Override
        public void onReadRefused(int partition, ErrorCode code, String reason) {
            told.add(code + " " + reason);
        }
    }
}
