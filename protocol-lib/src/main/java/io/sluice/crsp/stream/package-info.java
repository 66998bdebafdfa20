/**
 * One stream: send and receive buffers, credit, and message framing on the ordered bytes. Used by {@code connection}; applications hold a {@link io.sluice.crsp.stream.Stream}.
 */
@NullMarked
package io.sluice.crsp.stream;

import org.jspecify.annotations.NullMarked;
