package io.sluice.crsp.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Player} plays, received ahead into a bounded buffer whose credit paces the gateway. One thread polls; the
 * other methods may be called from any.
 */
interface PlayerSource extends AutoCloseable {
    /**
     * Bytes that are played in one go.
     *
     * @param following the position after them
     */
    record Piece(byte[] bytes, long following) {}

    /** The next piece, or null if none came in time or none is left. */
    @Nullable
    Piece poll(Duration patience) throws InterruptedException, SluiceException;

    /** True if nothing follows; to be asked after a poll that gave nothing. */
    boolean isOver();

    /** Bytes that lie ready, about. */
    long bufferedBytes();

    /** The gateway is to read and send no more; what is under way still comes. */
    void pause();

    /** Ends a pause. */
    void resume();

    @Override
    void close();
}
