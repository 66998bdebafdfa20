/**
 * The UDP driver: one event loop with its own socket, on plain {@code java.nio}.
 */
@NullMarked
package io.sluice.crsp.udp;

import org.jspecify.annotations.NullMarked;
