package io.sluice.crsp.connection;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Begins the logs of connections. Safe for threads if connections run on several. */
@FunctionalInterface
public interface ConnectionLogs {
    /**
     * A connection begins.
     *
     * @param now the clock of the connection, in nanoseconds
     * @param localId this side's connection id
     * @param remoteId the peer's; a client's is a random one until the gateway names its own
     * @param remote the peer's address
     * @return its log, or null for none
     */
    @Nullable
    ConnectionLog begin(long now, Role role, long localId, long remoteId, InetSocketAddress remote);
}
