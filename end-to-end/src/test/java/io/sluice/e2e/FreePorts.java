package io.sluice.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;

/** Ports that nothing listens on. */
final class FreePorts {
    private FreePorts() {}

    /** A TCP port whose successor is free, too. */
    static int tcpPair() {
        while (true) {
            int port = tcp();
            try (ServerSocket successor = new ServerSocket(port + 1)) {
                return successor.getLocalPort() - 1;
            } catch (IOException successorTaken) {
                // Try another pair.
            }
        }
    }

    static int tcp() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int udp() {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
