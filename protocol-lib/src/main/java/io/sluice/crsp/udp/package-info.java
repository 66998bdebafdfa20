/**
 * The UDP drivers: event loops with a socket each, on Netty's native epoll with segmentation offload where the machine
 * has it and on plain {@code java.nio} elsewhere. Applications open {@link io.sluice.crsp.udp.UdpTransport} and see the
 * loops as {@link io.sluice.crsp.endpoint.EventLoop}; nothing else of the library calls in.
 */
@NullMarked
package io.sluice.crsp.udp;

import org.jspecify.annotations.NullMarked;
