package io.sluice.crsp.client;

import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.OffsetReset;
import io.sluice.crsp.session.Position;
import io.sluice.crsp.session.Start;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Records of a partition, each a piece; positions are offsets. */
final class TopicSource implements PlayerSource {
    private final Item.Topic item;
    private final Subscription subscription;
    private volatile boolean beyond;

    TopicSource(SluiceClient client, Item.Topic item, long position, long bufferBytes) {
        this.item = item;
        this.subscription = client.subscribeAhead(
                SubscribeRequest.earliest(item.name()).onlyPartition(item.partition())
                        .from(new Start.Offset(position)).onGap(OffsetReset.EARLIEST),
                bufferBytes);
        if (!item.isEndless()) {
            subscription.await(new Position(item.partition(), item.end()));
        }
    }

    @Override
    public @Nullable Piece poll(Duration patience) throws InterruptedException, SluiceException {
        Delivery record = beyond ? null : subscription.poll(patience);
        if (record == null) {
            return null;
        }
        if (record.offset() >= item.end()) {
            beyond = true;
            return null;
        }
        byte[] value = record.value();
        return new Piece(value == null ? new byte[0] : value, record.offset() + 1);
    }

    @Override
    public boolean isOver() { return beyond || (subscription.isReached() && subscription.isEmpty()); }

    @Override
    public long bufferedBytes() {
        return subscription.bufferedBytes();
    }

    @Override
    public void pause() {
        subscription.pause();
    }

    @Override
    public void resume() {
        subscription.resume();
    }

    @Override
    public void close() {
        subscription.close();
    }
}
