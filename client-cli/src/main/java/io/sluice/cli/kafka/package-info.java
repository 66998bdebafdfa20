/** Kafka as the command line uses it: short-lived clients whose failures are told in sentences. */
@NullMarked
package io.sluice.cli.kafka;

import org.jspecify.annotations.NullMarked;
