package io.sluice.crsp.relay;

import io.sluice.crsp.simulator.LinkCounters;

/**
 * What a relay has done since its start, as one immutable snapshot.
 *
 * @param clients client addresses known now
 * @param clientsSeen client addresses ever served
 * @param clientsExpired client addresses forgotten because they were silent
 * @param refused datagrams dropped because too many clients were there or no socket could be had
 * @param unsent datagrams that the operating system did not take or that nobody was there for
 * @param cuts how often the links were cut
 * @param cutNow whether the links are cut now
 * @param up sums over all links from clients to the target
 * @param down sums over all links from the target to clients
 */
public record RelayStatistics(
        int clients,
        long clientsSeen,
        long clientsExpired,
        long refused,
        long unsent,
        long cuts,
        boolean cutNow,
        LinkCounters up,
        LinkCounters down) {}
