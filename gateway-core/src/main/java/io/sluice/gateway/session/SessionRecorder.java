package io.sluice.gateway.session;

/** Writes sessions down. On the event loop's thread. */
interface SessionRecorder {
    /** Stores a session within seconds, unless it ends before. */
    void storeSoon(Session session);

    /** Stores a session and then goes on, if it could be stored. */
    void storeNow(Session session, Runnable then);
}
