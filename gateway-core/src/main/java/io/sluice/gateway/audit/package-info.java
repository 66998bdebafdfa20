/** Who did what to sessions and topics, kept in Kafka. Callable from any thread. */
@NullMarked
package io.sluice.gateway.audit;

import org.jspecify.annotations.NullMarked;
