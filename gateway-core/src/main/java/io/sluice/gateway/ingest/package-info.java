/** From clients to Kafka: records are written in order and confirmed once Kafka has committed them. */
@NullMarked
package io.sluice.gateway.ingest;

import org.jspecify.annotations.NullMarked;
