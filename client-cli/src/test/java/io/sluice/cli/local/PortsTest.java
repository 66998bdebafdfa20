package io.sluice.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void aTakenTcpPortIsNamedWithTheOptionThatChangesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Ports.requireFreeTcp(port, "Kafka", "--kafka-port"))
                    .isInstanceOfSatisfying(CliException.class, failure -> {
                        assertThat(failure.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
                        assertThat(failure.hint()).contains("--kafka-port");
                    }).hasMessageContaining("TCP port " + port);
        }
    }

    @Test
    void aTakenUdpPortIsNamed() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0)) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Ports.requireFreeUdp(port, "devices", "--port")).isInstanceOf(CliException.class)
                    .hasMessageContaining("UDP port " + port);
        }
    }
}
