package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.simulator.LinkCounters;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run.
 *
 * @param scenario that was run
 * @param violation what should never happen and when, or null
 * @param nanos virtual time that it took
 * @param fingerprint of every datagram and event; equal runs have equal ones
 * @param links what all links did
 * @param steps moments of virtual time at which something happened
 * @param peakMemory the most bytes that the buffers of the gateway's connections held together
 * @param reconnects connections that ended before their work was done
 * @param restarts of the gateway
 * @param moves changes of clients' addresses
 */
public record SimulationResult(
        Scenario scenario,
        @Nullable String violation,
        long nanos,
        long fingerprint,
        LinkCounters links,
        long steps,
        long peakMemory,
        int reconnects,
        int restarts,
        int moves) {}
