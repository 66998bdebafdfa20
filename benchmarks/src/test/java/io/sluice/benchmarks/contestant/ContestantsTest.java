package io.sluice.benchmarks.contestant;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.congestion.CongestionAlgorithm;
import io.sluice.crsp.udp.UdpSettings.Driver;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every transport really carries what it is given: a workload checks each message's number and bytes. */
class ContestantsTest {
    private static final int MESSAGES = 2000;

    /** What a socket's buffer holds, where nothing is sent again. */
    private static final int UNRELIABLE_MESSAGES = 200;

    private static final int ROUND_TRIPS = 20;

    static Stream<Arguments> all() {
        return Stream.of(
                Arguments.of(Named.of("UDP, NIO", new UdpOverNio()), false),
                Arguments.of(Named.of("UDP, epoll", new UdpOverEpoll(false)), false),
                Arguments.of(Named.of("UDP, GSO and GRO", new UdpOverEpoll(true)), false),
                Arguments.of(Named.of("TCP", new Tcp()), true),
                Arguments.of(Named.of("TLS", new TlsOverTcp()), true),
                Arguments.of(Named.of("QUIC", new NettyQuic()), true),
                Arguments.of(Named.of("Aeron, shared", new AeronUdp(false)), true),
                Arguments.of(Named.of("Aeron, dedicated", new AeronUdp(true)), true),
                Arguments.of(Named.of("KCP", new Kcp(256)), true),
                Arguments.of(Named.of("CRSP, NIO, plain", crsp(Driver.NIO, CrspSecurity.plain())), true),
                Arguments.of(Named.of("CRSP, NIO, secure", crsp(Driver.NIO, CrspSecurity.secure())), true),
                Arguments.of(Named.of("CRSP, native, plain", crsp(Driver.NATIVE, CrspSecurity.plain())), true),
                Arguments.of(Named.of("CRSP, native, secure", crsp(Driver.NATIVE, CrspSecurity.secure())), true));
    }

    private static Contestant crsp(Driver driver, CrspSecurity security) {
        return new Crsp(new UdpDrivers(driver, security, CongestionAlgorithm.CUBIC));
    }

    @ParameterizedTest
    @MethodSource("all")
    @Timeout(60)
    void everyMessageArrivesWholeAndInOrder(Contestant contestant, boolean reliable) throws Exception {
        int messages = reliable ? MESSAGES : UNRELIABLE_MESSAGES;
        Flood flood = new Flood(1024, reliable, messages);
        try (AutoCloseable _ = contestant.start(flood, Network.LOOPBACK)) {
            await(flood, () -> flood.received() == messages);
        }
        assertThat(flood.received()).isEqualTo(messages);
    }

    @ParameterizedTest
    @MethodSource("all")
    @Timeout(60)
    void messagesOfThirtyTwoBytesComeBack(Contestant contestant, boolean reliable) throws Exception {
        PingPong pings = new PingPong(32);
        pings.count();
        try (AutoCloseable _ = contestant.start(pings, Network.LOOPBACK)) {
            await(pings, () -> pings.timed() >= ROUND_TRIPS);
        }
        assertThat(pings.percentile(0.5)).isPositive();
    }

    private static void await(Workload workload, BooleanSupplier condition) throws Exception {
        while (!condition.getAsBoolean()) {
            workload.throwIfFailed();
            Thread.sleep(1);
        }
    }
}
