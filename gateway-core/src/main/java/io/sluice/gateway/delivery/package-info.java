/** From Kafka to clients: each partition's tail is read once and shared, older records by a few catch-up readers. */
@NullMarked
package io.sluice.gateway.delivery;

import org.jspecify.annotations.NullMarked;
