package io.sluice.crsp.client;

import io.sluice.crsp.session.Message;

/** What a renderer is told. Called on the client's thread; must not block. */
public interface RendererListener {
    /**
     * The newest command, each once. It says all that is needed to follow it: those that were missed need not be known.
     * It is acknowledged by {@link Renderer#report} with its id.
     */
    void onCommand(Message.RendererCommand command);

    /** The renderer is over: another has its name, or the session is over. */
    default void onFailed(SluiceException reason) {}
}
