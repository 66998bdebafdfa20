/** What the gateway counts, as metrics of MicroProfile for Prometheus. */
@NullMarked
package io.sluice.gateway.metrics;

import org.jspecify.annotations.NullMarked;
