/** What the gateway says of its own health. A concern that decides readiness gives a {@link ReadinessProbe} bean. */
@NullMarked
package io.sluice.gateway.health;

import org.jspecify.annotations.NullMarked;
