package io.sluice.benchmarks.contestant;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Aeron over UDP, its media driver inside this process. On loopback only: its clients and drivers share memory.
 */
public final class AeronUdp implements Contestant {
    private static final int STREAM = 10;
    private static final int FRAGMENTS = 64;
    private static final int SOCKET_BUFFER = 4 * 1024 * 1024;
    private static final int WINDOW = 2 * 1024 * 1024;
    private static final long CONNECT_NANOS = 10_000_000_000L;

    private final ThreadingMode threads;

    /** @param dedicated a thread each for sending, receiving and conducting, instead of one for all */
    public AeronUdp(boolean dedicated) {
        threads = dedicated ? ThreadingMode.DEDICATED : ThreadingMode.SHARED;
    }

    @Override
    public AutoCloseable start(Workload workload, Network network) throws Exception {
        Ends ends = new Ends(workload);
        try {
            MediaDriver driver = ends.own(MediaDriver.launchEmbedded(new MediaDriver.Context()
                    .aeronDirectoryName(CommonContext.generateRandomDirName()).threadingMode(threads)
                    .dirDeleteOnStart(true).dirDeleteOnShutdown(true).socketSndbufLength(SOCKET_BUFFER)
                    .socketRcvbufLength(SOCKET_BUFFER).initialWindowLength(WINDOW)
                    .sharedIdleStrategy(idle()).senderIdleStrategy(idle()).receiverIdleStrategy(idle())));
            Aeron aeron = ends.own(Aeron.connect(
                    new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName())));
            String there = channel();
            String back = channel();
            Subscription requests = aeron.addSubscription(there, STREAM);
            Subscription replies = aeron.addSubscription(back, STREAM);
            Publication client = aeron.addPublication(there, STREAM);
            Publication server = aeron.addPublication(back, STREAM);
            await(client, server);
            ends.run("aeron-server", () -> serve(workload, requests, server));
            ends.run("aeron-client", () -> send(workload, replies, client));
            return ends;
        } catch (Exception e) {
            ends.close();
            throw e;
        }
    }

    private static String channel() throws IOException {
        try (DatagramSocket probe = new DatagramSocket(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return "aeron:udp?endpoint=127.0.0.1:" + probe.getLocalPort();
        }
    }

    private static IdleStrategy idle() {
        return new BackoffIdleStrategy(1, 10, 1_000, 100_000);
    }

    private static void await(Publication... publications) throws TimeoutException {
        long deadline = System.nanoTime() + CONNECT_NANOS;
        for (Publication publication : publications) {
            while (!publication.isConnected()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException("Aeron did not connect");
                }
                Thread.onSpinWait();
            }
        }
    }

    private static ByteBuffer view(DirectBuffer buffer, int offset, int length) {
        ByteBuffer bytes = buffer.byteBuffer();
        return bytes != null
                ? bytes.duplicate().limit(offset + length).position(offset)
                : ByteBuffer.wrap(buffer.byteArray(), offset, length);
    }

    private static void serve(Workload workload, Subscription requests, Publication server) {
        IdleStrategy idle = new YieldingIdleStrategy();
        FragmentAssembler handler = new FragmentAssembler((buffer, offset, length, header) -> {
            if (workload.onMessage(view(buffer, offset, length))) {
                while (server.offer(buffer, offset, length) < 0 && !workload.isStopped()) {
                    Thread.onSpinWait();
                }
            }
        });
        while (!workload.isStopped()) {
            idle.idle(requests.poll(handler, FRAGMENTS));
        }
    }

    private static void send(Workload workload, Subscription replies, Publication client) {
        IdleStrategy idle = new YieldingIdleStrategy();
        UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(workload.messageSize()));
        FragmentAssembler handler = new FragmentAssembler(
                (buffer, offset, length, header) -> workload.onReply(view(buffer, offset, length)));
        while (!workload.isStopped()) {
            int work = 0;
            if (workload.isReady()) {
                workload.write(message.byteBuffer().clear());
                while (client.offer(message) < 0 && !workload.isStopped()) {
                    idle.idle();
                }
                work++;
            } else {
                work += replies.poll(handler, FRAGMENTS);
            }
            idle.idle(work);
        }
    }
}
