package io.sluice.gateway.control;

import io.sluice.crsp.session.Message;

/** A controller that is connected here, as {@link ControlService} sees it. */
interface ControllerPort {
    String sessionId();

    /** Number of its stream in the session. */
    long stream();

    /** Who it is, for people. */
    String by();

    /** There is news of a renderer. */
    void onChanged(String renderer);

    /** What became of a command; follows the news that it rests on. */
    void onAnswer(Message.ControlAnswer answer);
}
