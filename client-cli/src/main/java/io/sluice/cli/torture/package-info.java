/**
 * Many devices against a cluster that is killed, frozen and cut off, and the proof that nothing was lost, repeated or
 * disordered. {@link io.sluice.cli.torture.TortureCommand} calls in; nothing else does. Faults are drawn by
 * {@link io.sluice.cli.torture.FaultSchedule} and done by {@link io.sluice.cli.torture.Injector}; what devices see is kept in
 * {@link io.sluice.cli.torture.Observations} and judged by {@link io.sluice.cli.torture.Checker}.
 */
@NullMarked
package io.sluice.cli.torture;

import org.jspecify.annotations.NullMarked;
