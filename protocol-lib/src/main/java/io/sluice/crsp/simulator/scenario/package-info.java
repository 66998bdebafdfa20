/**
 * Whole runs of the protocol over a simulated network: a {@link io.sluice.crsp.simulator.scenario.Scenario} is drawn from
 * a template and a seed, {@link io.sluice.crsp.simulator.scenario.Simulation} runs it and checks after every step what
 * must hold whatever happens. The same scenario gives the same run, bit for bit. Called by tests and by the command
 * line; nothing of the protocol calls in.
 */
@NullMarked
package io.sluice.crsp.simulator.scenario;

import org.jspecify.annotations.NullMarked;
