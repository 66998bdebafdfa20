/** How the gateway reaches Kafka: clients, topics, and what is known of the cluster's health. */
@NullMarked
package io.sluice.gateway.kafka;

import org.jspecify.annotations.NullMarked;
