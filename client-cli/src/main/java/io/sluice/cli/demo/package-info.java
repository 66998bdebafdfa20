/**
 * The demonstration: a sequence from Kafka to a client, through a bad link and over the death of the gateway. The command
 * calls in; nothing else does.
 */
@NullMarked
package io.sluice.cli.demo;

import org.jspecify.annotations.NullMarked;
