package io.sluice.crsp.client;

import io.sluice.crsp.session.Message;

/** Sees what a {@link Player} does. Called on the player's threads; must not block. */
public interface PlayerListener {
    /** A listener that does nothing. */
    PlayerListener NONE = new PlayerListener() {
    };

    /** A command is going to be followed. */
    default void onCommand(Message.RendererCommand command) {}

    /** What is reported to controllers: each change, and every second how far it has come. */
    default void onState(Message.RendererState state) {}

    /** The player is over: another renderer has its name, or the session is over. */
    default void onFailed(SluiceException reason) {}
}
