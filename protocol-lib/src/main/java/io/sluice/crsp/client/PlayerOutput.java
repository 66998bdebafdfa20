package io.sluice.crsp.client;

import io.sluice.crsp.session.Item;
import java.io.Closeable;
import java.io.IOException;

/** Where a {@link Player} plays to. */
@FunctionalInterface
public interface PlayerOutput {
    /** Begins an item, from its beginning or from elsewhere in it: another than before, or the same again. */
    Sink open(Item item) throws IOException;

    /**
     * Takes one item. Written by one thread; may be closed by another at any time, and a write that waits must then end
     * with an {@link IOException}.
     */
    interface Sink extends Closeable {
        /** Takes the next bytes; waits for as long as the player behind it does. */
        void write(byte[] bytes) throws IOException;

        /** All of the item has been written. */
        default void end() throws IOException {}
    }
}
