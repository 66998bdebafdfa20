package io.sluice.benchmarks.contestant;

import io.sluice.crsp.endpoint.ConnectionAcceptor;
import io.sluice.crsp.endpoint.ConnectionHandler;
import java.net.InetSocketAddress;

/** Opens the two endpoints of a CRSP connection. */
public interface CrspDrivers {
    /** An endpoint that takes connections. */
    Opened server(InetSocketAddress local, ConnectionAcceptor acceptor) throws Exception;

    /** An endpoint that only connects. */
    Opened client() throws Exception;

    /** A running endpoint. */
    interface Opened extends AutoCloseable {
        /** The bound address. */
        InetSocketAddress localAddress();

        /** Begins a connection; callable from any thread. */
        void connect(InetSocketAddress remote, ConnectionHandler handler);

        @Override
        void close();
    }
}
