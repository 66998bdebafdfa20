package io.sluice.gateway.session;

/** What decides the place of a session in a list; equal ones are in the order of their ids. */
public enum SessionOrder {
    /** The id alone. */
    ID,
    /** When it began. */
    CREATED,
    /** When its state began. */
    CHANGED,
    /** Its state: active, detached, expired. */
    STATE,
    /** What the client calls itself, by its bytes in UTF-8. */
    CLIENT
}
