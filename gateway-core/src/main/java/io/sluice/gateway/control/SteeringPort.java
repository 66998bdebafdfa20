package io.sluice.gateway.control;

/** A controller that is connected here, or an operator's request, as {@link StreamSteering} sees it. */
interface SteeringPort {
    String sessionId();

    /** Number of its stream in the session. */
    long stream();

    /** Who it is, for people. */
    String by();

    /** From where, as the gateway sees it. */
    String address();

    /** What became of a request. */
    void onSteered(SteeredRecord answer);
}
