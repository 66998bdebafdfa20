package io.sluice.gateway.control;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;

/** A renderer that is connected here, as {@link ControlService} sees it. */
interface RendererPort {
    String name();

    String kind();

    String sessionId();

    /** Number of its stream in the session. */
    long stream();

    /** Controllers can see it now. */
    void onRegistered();

    /** The newest command for it; may be told again. */
    void onCommand(Message.RendererCommand command);

    /** It cannot have the name, or not any more. */
    void onRefused(ErrorCode code, String text);
}
