package io.sluice.gateway.session;

/**
 * A gateway's sessions, and what became of them since its start.
 *
 * @param active carried by a connection now
 * @param detached waiting for their clients now
 * @param expired remembered now, so that their clients learn why they are refused
 * @param openedTotal new sessions
 * @param resumedTotal resumes
 * @param expiredTotal whose clients did not come in time
 * @param refusedTotal clients that got no session, for whatever reason
 */
public record SessionStatistics(
        long active,
        long detached,
        long expired,
        long openedTotal,
        long resumedTotal,
        long expiredTotal,
        long refusedTotal) {
}
