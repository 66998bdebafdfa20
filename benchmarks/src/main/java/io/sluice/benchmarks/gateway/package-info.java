/**
 * The gateway with its Kafka beside bare Kafka clients on the same Kafka: what {@code sluice bench gateway} measures.
 */
@NullMarked
package io.sluice.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
