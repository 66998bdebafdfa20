package io.sluice.crsp.udp;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Says once per destination, not per datagram, that the system refuses to send there. That a datagram is too large for
 * the path is an answer that probes wait for, not a failure. Not safe for threads.
 */
final class UnreachableLog {
    /** What every path carries (RFC 9000 §14). */
    private static final int SAFE_DATAGRAM = 1200;

    private final Logger log;
    private @Nullable InetSocketAddress refused;

    UnreachableLog(Logger log) {
        this.log = log;
    }

    void onSent(InetSocketAddress destination) {
        if (refused != null && refused.equals(destination)) {
            refused = null;
        }
    }

    void onFailed(InetSocketAddress destination, int size, String why) {
        if (size <= SAFE_DATAGRAM && !destination.equals(refused)) {
            refused = destination;
            log.warn("Cannot send to {}: {}", destination, why);
        }
    }
}
