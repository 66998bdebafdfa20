/** The sequence service: numbers generated into Kafka and delivered by index. */
@NullMarked
package io.sluice.gateway.sequence;

import org.jspecify.annotations.NullMarked;
