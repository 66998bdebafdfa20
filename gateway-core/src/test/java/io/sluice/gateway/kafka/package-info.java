/** Tests of how topics are followed. */
@NullMarked
package io.sluice.gateway.kafka;

import org.jspecify.annotations.NullMarked;
