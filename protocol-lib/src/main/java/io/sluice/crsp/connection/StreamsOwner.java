package io.sluice.crsp.connection;

/** What streams need of their connection. */
interface StreamsOwner {
    /** Hands an event on to the application, unless the connection has told its end. */
    void report(ConnectionEvent event);

    /** Bytes that the path is believed to hold: what is offered may run ahead of it. */
    long congestionWindow();

    /** True if others are to go first. */
    boolean isBackground();
}
