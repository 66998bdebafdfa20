package io.sluice.crsp.tcp;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What happened to the tunnels of one port. Safe for threads. */
final class TunnelCounters {
    final AtomicInteger open = new AtomicInteger();
    final AtomicLong accepted = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong handshakesFailed = new AtomicLong();
    final AtomicLong silent = new AtomicLong();
    final AtomicLong malformed = new AtomicLong();
    final AtomicLong packetsDropped = new AtomicLong();

    TcpStatistics snapshot() {
        return new TcpStatistics(open.get(), accepted.get(), refused.get(), handshakesFailed.get(), silent.get(),
                malformed.get(), packetsDropped.get());
    }
}
