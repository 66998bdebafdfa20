/** Tests of whole simulated runs. */
@NullMarked
package io.sluice.crsp.simulator.scenario;

import org.jspecify.annotations.NullMarked;
