/**
 * The network simulator on real sockets: a UDP relay that stands between clients and a gateway and
 * treats every datagram as {@link io.sluice.crsp.simulator.SimulatedLink} says.
 *
 * <p>Used by {@code sluice proxy}, by demonstrations and by tests with real processes. This package
 * owns a thread and sockets; all chance comes from one seed. It knows nothing of the protocol that
 * passes through it.
 */
@NullMarked
package io.sluice.crsp.relay;

import org.jspecify.annotations.NullMarked;
