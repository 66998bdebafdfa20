package io.sluice.crsp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.security.AeadProtection;
import io.sluice.crsp.security.CertificateTrust;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.security.TestCertificates;
import io.sluice.crsp.security.TicketKeys;
import io.sluice.crsp.wire.Crc32cProtection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody on the way who would have the sides speak another version. */
class VersionTamperingTest {
    private static final long MILLI = 1_000_000;
    private static final int VERSION_OFFSET = 1;

    private final InetSocketAddress gatewayAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4650);
    private final InetSocketAddress clientAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);
    private final Transmit transmit = new Transmit(ByteBuffer.allocate(65_535));
    private final Endpoint gateway = new Endpoint(gatewayConfig(), remote -> (connection, event) -> {
    }, new SplittableRandom(1));
    private final Endpoint client = new Endpoint(
            EndpointConfig.plain(ConnectionConfig.DEFAULT, new byte[16]), null, new SplittableRandom(2));

    private static EndpointConfig gatewayConfig() {
        ServerSecurity security = ServerSecurity.of(
                CertificateTrust.ofKeyStore(TestCertificates.gateway(), TestCertificates.PASSWORD),
                new TicketKeys(List.of(new byte[32]), Duration.ofHours(12), Duration.ofHours(24),
                        InstantSource.system()));
        return new EndpointConfig(ConnectionConfig.DEFAULT, 10, Duration.ofSeconds(10), 2000, new byte[16], security,
                AeadProtection.DEFAULT_KEY_UPDATE);
    }

    private int carry(long now, Endpoint from, InetSocketAddress address, Endpoint to, int otherVersion) {
        int changed = 0;
        while (from.pollTransmit(now, transmit)) {
            ByteBuffer datagram = transmit.buffer();
            if (otherVersion != 0 && datagram.get(0) < 0) {
                datagram.putInt(VERSION_OFFSET, otherVersion);
                int end = datagram.limit();
                new Crc32cProtection().seal(datagram.limit(end - Crc32cProtection.SIZE));
                changed++;
            }
            to.receive(now, address, datagram);
        }
        return changed;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0x0000_0003, 0x1a2a_3a4a, 0xffff_ffff})
    void aVersionChangedOnTheWayDelaysAndWeakensNothing(int otherVersion) {
        ClientSecurity pinned = new ClientSecurity.Tls(
                CertificateTrust.pinned(TestCertificates.fingerprint(TestCertificates.gateway())), "localhost", 4650,
                false, null);
        EndpointConnection connection = client.connect(0, gatewayAddress, pinned, (from, event) -> {
        });
        int changed = 0;
        for (long now = 0; now < 3000 * MILLI; now += MILLI) {
            client.onTimeout(now);
            gateway.onTimeout(now);
            changed += carry(now, client, clientAddress, gateway, changed < 3 ? otherVersion : 0);
            carry(now, gateway, gatewayAddress, client, 0);
        }
        assertThat(changed).isEqualTo(3);
        assertThat(gateway.statistics().versionNegotiationsSent()).isEqualTo(3);
        assertThat(gateway.statistics().accepted()).isEqualTo(1);
        assertThat(connection.connection().isSecured()).isTrue();
    }
}
