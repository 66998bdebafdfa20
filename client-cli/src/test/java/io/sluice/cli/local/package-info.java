/** Tests of the local processes that need neither Kafka nor Liberty. */
@NullMarked
package io.sluice.cli.local;

import org.jspecify.annotations.NullMarked;
