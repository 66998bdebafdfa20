/** Tests of the simulated link under a virtual clock. */
@NullMarked
package io.sluice.crsp.simulator;

import org.jspecify.annotations.NullMarked;
