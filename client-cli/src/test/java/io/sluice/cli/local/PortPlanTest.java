package io.sluice.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class PortPlanTest {
    private final PortPlan plan = new PortPlan();

    @Test
    void aNamedPortStaysEvenIfItIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(plan.http(taken.getLocalPort())).isEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void aTakenDefaultGivesWayToAHigherOne() throws Exception {
        try (DatagramSocket _ = takeUdp(InstanceSettings.DEFAULT_PORT)) {
            assertThat(plan.device(null)).isGreaterThan(InstanceSettings.DEFAULT_PORT);
        }
        try (ServerSocket _ = takeTcp(InstanceSettings.DEFAULT_HTTP_PORT)) {
            assertThat(plan.http(null)).isGreaterThan(InstanceSettings.DEFAULT_HTTP_PORT);
        }
    }

    @Test
    void kafkaNeedsItsControllersPortToo() throws Exception {
        try (ServerSocket _ = takeTcp(InstanceSettings.DEFAULT_KAFKA_PORT + 1)) {
            assertThat(plan.kafka(null)).isGreaterThan(InstanceSettings.DEFAULT_KAFKA_PORT + 1);
        }
    }

    @Test
    void noPortIsGivenTwice() throws Exception {
        int kafka = plan.kafka(InstanceSettings.DEFAULT_HTTP_PORT);

        assertThat(plan.http(null)).isGreaterThan(kafka + 1);
    }

    @Test
    void aTakenPortInTheMiddleOfABlockMovesTheWholeBlock() throws Exception {
        try (ServerSocket _ = takeTcp(InstanceSettings.DEFAULT_KAFKA_PORT + 3)) {
            assertThat(plan.kafkas(null, 2)).isGreaterThan(InstanceSettings.DEFAULT_KAFKA_PORT + 3);
        }
    }

    /** An unbound socket if somebody else has the port already, which serves the test as well. */
    private static ServerSocket takeTcp(int port) throws IOException {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException alreadyTaken) {
            return new ServerSocket();
        }
    }

    private static DatagramSocket takeUdp(int port) throws SocketException {
        try {
            return new DatagramSocket(port);
        } catch (SocketException alreadyTaken) {
            return new DatagramSocket(null);
        }
    }
}
