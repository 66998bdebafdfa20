package io.sluice.crsp.client;

import io.sluice.crsp.session.Message;

/** What a controller sees of renderers. Called on the client's thread; must not block. */
public interface ControllerListener {
    /** A listener that does nothing. */
    ControllerListener NONE = new ControllerListener() {
    };

    /** A renderer as it is now: at first every one, then each that changes. */
    default void onRenderer(Message.RendererSeen renderer) {}

    /** A renderer is not remembered any more. */
    default void onForgotten(String renderer) {}

    /** The controller is over: the session is. */
    default void onFailed(SluiceException reason) {}
}
