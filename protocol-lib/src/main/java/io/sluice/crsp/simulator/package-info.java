/**
 * Bad networks, made from a seed: loss, corruption, delay and jitter, reordering, duplication, rate limits and cuts, and
 * whole networks of machines with clocks of their own under one virtual time.
 *
 * <p>Nothing here opens a socket, starts a thread or reads a clock: time is handed in as nanoseconds
 * of the caller's monotonic clock and randomness as a generator, so a seed replays a run bit for
 * bit. Tests drive {@link io.sluice.crsp.simulator.SimulatedLink} under a virtual clock; {@code
 * io.sluice.crsp.relay} drives the same class with real sockets. Anyone may call in. The links know nothing of the
 * protocol, the network knows endpoints; what runs on it is in {@code io.sluice.crsp.simulator.scenario}.
 */
@NullMarked
package io.sluice.crsp.simulator;

import org.jspecify.annotations.NullMarked;
