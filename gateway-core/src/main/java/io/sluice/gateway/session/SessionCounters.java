package io.sluice.gateway.session;

/** Counts what becomes of sessions. On the event loop's thread. */
final class SessionCounters {
    private long opened;
    private long resumed;
    private long expired;
    private long refused;
    /** Of those that the gateway has. */
    private long expiredNow;

    void onOpened() {
        opened++;
    }

    void onResumed() {
        resumed++;
    }

    void onRefused() {
        refused++;
    }

    void onExpired() {
        expired++;
        expiredNow++;
    }

    /** An expired one was read from Kafka. */
    void onExpiredRestored() {
        expiredNow++;
    }

    /** The gateway has it no more. */
    void onGone(Session session) {
        if (session.state() instanceof SessionState.Expired) {
            expiredNow--;
        }
    }

    /**
     * @param all sessions of the gateway
     * @param waiting those without a connection
     */
    SessionStatistics statistics(long all, long waiting) {
        return new SessionStatistics(
                all - waiting, waiting - expiredNow, expiredNow, opened, resumed, expired, refused);
    }
}
