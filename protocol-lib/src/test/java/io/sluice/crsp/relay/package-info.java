/** Tests of the relay with real sockets on the loopback. */
@NullMarked
package io.sluice.crsp.relay;

import org.jspecify.annotations.NullMarked;
