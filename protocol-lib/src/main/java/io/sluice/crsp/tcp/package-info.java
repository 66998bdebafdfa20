/**
 * CRSP inside TCP connections, for networks that block UDP: the same packets, each behind its length, within TLS 1.3.
 * Gateways open a {@link io.sluice.crsp.tcp.TcpListener} beside their UDP port; the UDP loops dial with {@link
 * io.sluice.crsp.tcp.TcpDialer}; nothing else of the library calls in. Netty's thread moves bytes; connections stay on
 * the loop of their endpoint.
 */
@NullMarked
package io.sluice.crsp.tcp;

import org.jspecify.annotations.NullMarked;
