package io.sluice.crsp.endpoint;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Decides about connections from clients whose address is validated. */
@FunctionalInterface
public interface ConnectionAcceptor {
    /** The handler for a connection from this address, or null to refuse it. */
    @Nullable
    ConnectionHandler accept(InetSocketAddress remote);
}
