/** Builds of the protocol that are broken on purpose, to show that the simulation finds it. */
@NullMarked
package io.sluice.crsp.simulator.mutants;

import org.jspecify.annotations.NullMarked;
