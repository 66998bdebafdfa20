package io.sluice.gateway.session;

/** A stream that others than its client can pause. On the event loop's thread, while a connection carries it. */
public interface Pausable {
    /** Where it is kept whether the stream is paused. */
    PauseSwitch pauseSwitch();

    /**
     * Pauses or goes on; the client is told. What is under way still comes.
     *
     * @param by who says so, such as "by an operator"
     */
    default void pause(boolean wanted, String by) {
        pauseSwitch().byOthers(wanted, by);
    }
}
