package io.sluice.crsp.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "epoll is Linux's")
class EpollPortTest {
    private static final int ACKNOWLEDGEMENTS = 250;

    /** As many as a turn sends for: what is not taken fills the socket's buffer until the kernel drops it. */
    @Test
    @Timeout(30)
    void aTurnTakesTheAcknowledgementsOfManyConnections() throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        Count count = new Count();
        EpollPort port = EpollPort.open(new InetSocketAddress(here, 0), false);
        try (DatagramSocket sender = new DatagramSocket()) {
            for (int i = 0; i < ACKNOWLEDGEMENTS; i++) {
                sender.send(new DatagramPacket(new byte[40], 40, port.localAddress()));
            }

            port.await(Duration.ofSeconds(5).toNanos());
            port.receive(count);

            assertThat(count.datagrams.get()).isGreaterThan(150);
            while (count.datagrams.get() < ACKNOWLEDGEMENTS) {
                port.await(Duration.ofSeconds(5).toNanos());
                port.receive(count);
            }
            assertThat(count.datagrams).hasValue(ACKNOWLEDGEMENTS);
        } finally {
            port.close();
        }
    }

    private static final class Count implements DatagramPort.Sink {
        private final AtomicInteger datagrams = new AtomicInteger();

        @Override
        public void datagram(InetSocketAddress from, ByteBuffer datagram, int ecn) {
            assertThat(datagram.remaining()).isEqualTo(40);
            datagrams.incrementAndGet();
        }

        @Override
        public void unreachable(InetSocketAddress destination) {
            throw new AssertionError("nothing was sent to " + destination);
        }
    }
}
