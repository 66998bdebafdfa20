/** Percentiles of what is known. */
@NullMarked
package io.sluice.gateway.latency;

import org.jspecify.annotations.NullMarked;
