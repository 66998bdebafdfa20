/** Tests of delivery without Kafka: a log in memory, readers and turns that the test takes. */
@NullMarked
package io.sluice.gateway.delivery;

import org.jspecify.annotations.NullMarked;
