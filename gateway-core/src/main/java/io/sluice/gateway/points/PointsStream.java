package io.sluice.gateway.points;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.ingest.IngestBudget;
import io.sluice.gateway.session.Session;
import io.sluice.gateway.session.SessionStream;
import io.sluice.gateway.session.StreamView;
import io.sluice.gateway.store.StoredStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests about data points, many at a time. Nothing of it is stored: its client asks again on a new connection what was
 * not answered. Requests under way are bounded; answers are made when there is room for them. On the event loop's thread.
 */
final class PointsStream extends SessionStream {
    private static final String KIND = "points";

    /** Requests that are not answered yet; then no more is taken in. */
    private static final int MAX_PENDING = 256;
    /** Bytes of points on their way to Kafka; then no more is taken in. */
    private static final long MAX_HELD_BYTES = 1 << 20;
    /** Of a point, as it is held. */
    private static final int POINT_BYTES = 40;

    private final PointsService service;
    private final IngestBudget budget;
    private final String topic;
    private final Runnable onBudget = this::onBudget;
    /** Answers that can be made, once there is room. */
    private final ArrayDeque<Supplier<List<Message>>> ready = new ArrayDeque<>();
    /** The answer that is on its way. */
    private final ArrayDeque<Message> outgoing = new ArrayDeque<>();
    /** Of the connections that carried this stream. */
    private long attachment;
    private int pending;
    /** Of puts that are not answered. */
    private long heldBytes;
    /** Of those among them that wait for their turn to be written. */
    private long waitingBytes;
    private boolean delayTold;
    private long answered;

    PointsStream(Session session, long number, PointsService service, IngestBudget budget, String topic) {
        super(session, number);
        this.service = service;
        this.budget = budget;
        this.topic = topic;
    }

    @Override
    protected void onOpened(Message opening) {
        reset();
        if (!(opening instanceof Message.Points)) {
            refuse(opening);
        }
    }

    private void reset() {
        attachment++;
        ready.clear();
        outgoing.clear();
        pending = 0;
        heldBytes = 0;
        delayTold = false;
        budget.forget(onBudget);
        if (waitingBytes > 0) {
            budget.give(waitingBytes);
            waitingBytes = 0;
        }
    }

    @Override
    protected boolean wantsMore() {
        if (pending >= MAX_PENDING || heldBytes >= MAX_HELD_BYTES) {
            return false;
        }
        if (!budget.hasRoom()) {
            budget.await(onBudget);
            return false;
        }
        return true;
    }

    private void onBudget() {
        if (isAttached()) {
            drain();
        }
    }

    @Override
    protected void onMessage(Message message) {
        if (!isRequest(message)) {
            refuse(message);
            return;
        }
        pending++;
        Message fault = faultOf(message);
        if (fault != null) {
            ready.add(() -> List.of(fault));
            flush();
            return;
        }
        long bytes = message instanceof Message.PutPoints put ? (long) put.points().size() * POINT_BYTES : 0;
        heldBytes += bytes;
        waitingBytes += bytes;
        budget.take(bytes);
        service.whenCurrent(whileAttached(), this::tellDelay, () -> onCurrent(message, bytes));
    }

    private static boolean isRequest(Message message) {
        return message instanceof Message.PutPoints
                || message instanceof Message.GetPoints
                || message instanceof Message.GetRange
                || message instanceof Message.ListSeries
                || message instanceof Message.RemoveSeries;
    }

    private @Nullable Message faultOf(Message request) {
        return switch (request) {
            case Message.PutPoints put -> service.fault(put.requestId(), put.series());
            case Message.GetPoints get -> service.fault(get.requestId(), get.series());
            case Message.GetRange get -> service.fault(get.requestId(), get.series());
            case Message.RemoveSeries remove -> service.fault(remove.requestId(), remove.series());
            default -> null;
        };
    }

    /** True as long as the present connection carries the stream. */
    private BooleanSupplier whileAttached() {
        long present = attachment;
        return () -> isAttached() && attachment == present;
    }

    private void tellDelay() {
        if (!delayTold) {
            delayTold = true;
            outgoing.add(new Message.StreamStatus(
                    ErrorCode.KAFKA_UNAVAILABLE, "answers wait for Kafka, and come by themselves"));
            flush();
        }
    }

    private void onCurrent(Message request, long bytes) {
        waitingBytes -= bytes;
        BooleanSupplier attached = whileAttached();
        switch (request) {
            case Message.PutPoints put -> service.put(put, answer -> {
                budget.give(bytes);
                if (attached.getAsBoolean()) {
                    heldBytes -= bytes;
                    answer(() -> List.of(answer));
                }
            });
            case Message.RemoveSeries remove -> service.remove(remove, answer -> {
                if (attached.getAsBoolean()) {
                    answer(() -> List.of(answer));
                }
            });
            default -> answer(() -> service.answer(request));
        }
    }

    private void answer(Supplier<List<Message>> answer) {
        ready.add(answer);
        flush();
        drain();
    }

    private void flush() {
        while (true) {
            for (Message next = outgoing.peek(); next != null; next = outgoing.peek()) {
                if (!sendIfOpen(next)) {
                    return;
                }
                outgoing.remove();
                answered++;
            }
            Supplier<List<Message>> answer = ready.poll();
            if (answer == null) {
                return;
            }
            pending--;
            outgoing.addAll(answer.get());
        }
    }

    @Override
    protected void onWritable() {
        flush();
        drain();
    }

    @Override
    protected void onDetached() {
        reset();
    }

    @Override
    protected void onRemoved() {
        reset();
    }

    @Override
    protected @Nullable StoredStream stored() {
        return null;
    }

    @Override
    protected String streamKind() {
        return KIND;
    }

    @Override
    protected String topic() {
        return topic;
    }

    @Override
    protected StreamView view() {
        return new StreamView(number(), KIND, topic, "", answered);
    }
}
