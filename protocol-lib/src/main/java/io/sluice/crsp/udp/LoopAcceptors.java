package io.sluice.crsp.udp;

import io.sluice.crsp.endpoint.ConnectionAcceptor;
import io.sluice.crsp.endpoint.EventLoop;

/** Makes the acceptor of each event loop: it and its handlers run on that loop's thread only. */
@FunctionalInterface
public interface LoopAcceptors {
    ConnectionAcceptor acceptorOf(EventLoop loop);
}
