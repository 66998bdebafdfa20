package io.sluice.gateway.control;

import io.sluice.crsp.session.Message;

/** A controller that is connected here, as {@link StreamSteering} sees it. */
interface SteeringPort {
    String sessionId();

    /** Number of its stream in the session. */
    long stream();

    /** Who it is, for people. */
    String by();

    /** From where, as the gateway sees it. */
    String address();

    /** What became of a request. */
    void onSteered(Message.StreamSteered answer);
}
