package io.sluice.cli.local;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;

/** Says before a start, in the user's words, that a port is not free. */
final class Ports {
    private Ports() {}

    static void requireFreeTcp(int port, String what, String option) throws CliException {
        try (ServerSocket socket = new ServerSocket()) {
            // Connections of the process before may linger; that is no reason to refuse.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw taken("TCP", port, what, option, e);
        }
    }

    static void requireFreeUdp(int port, String what, String option) throws CliException {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(port));
        } catch (SocketException e) {
            throw taken("UDP", port, what, option, e);
        }
    }

    /** Whether a program could listen on it now. */
    static boolean isFreeTcp(int port) {
        try {
            requireFreeTcp(port, "", "");
            return true;
        } catch (CliException taken) {
            return false;
        }
    }

    /** Whether a program could listen on it now. */
    static boolean isFreeUdp(int port) {
        try {
            requireFreeUdp(port, "", "");
            return true;
        } catch (CliException taken) {
            return false;
        }
    }

    private static CliException taken(String kind, int port, String what, String option, IOException cause) {
        return new CliException(ExitCode.ENVIRONMENT,
                kind + " port " + port + ", for " + what + ", is taken by another program",
                "Stop that program, or choose another port with " + option + ".", cause);
    }
}
