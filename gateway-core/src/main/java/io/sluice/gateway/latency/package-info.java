/** How long things take, as percentiles. Whoever does something counts; figures and the API read. */
@NullMarked
package io.sluice.gateway.latency;

import org.jspecify.annotations.NullMarked;
