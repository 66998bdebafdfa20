/**
 * One direction of a bad network, made from a seed: loss, corruption, delay and jitter, reordering,
 * duplication, rate limits and cuts.
 *
 * <p>Nothing here opens a socket, starts a thread or reads a clock: time is handed in as nanoseconds
 * of the caller's monotonic clock and randomness as a generator, so a seed replays a run bit for
 * bit. Tests drive {@link io.sluice.crsp.simulator.SimulatedLink} under a virtual clock; {@code
 * io.sluice.crsp.relay} drives the same class with real sockets. Anyone may call in; this package
 * knows nothing of the rest of the protocol.
 */
@NullMarked
package io.sluice.crsp.simulator;

import org.jspecify.annotations.NullMarked;
