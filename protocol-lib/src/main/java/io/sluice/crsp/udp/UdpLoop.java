package io.sluice.crsp.udp;

import io.sluice.crsp.endpoint.ConnectionAcceptor;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.ConnectionIds;
import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EndpointLoop;
import io.sluice.crsp.endpoint.TimerQueue;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.tcp.TcpDialer;
import io.sluice.crsp.wire.ErrorCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an {@link Endpoint} on a UDP socket: one thread waits for datagrams, deadlines and tasks. All
 * handlers run on that thread; other threads reach it through {@link #execute}.
 */
public final class UdpLoop implements EndpointLoop {
    private static final Logger LOG = LoggerFactory.getLogger(UdpLoop.class);

    /** Datagrams from other loops that may wait here; further ones are dropped, as a full socket drops them. */
    private static final int MAX_PASSED = 4096;

    private final UdpTransport transport;
    private final int index;
    private final ConnectionIds ids;
    private final DatagramPort port;
    private final Endpoint endpoint;
    private final TimerQueue timers = new TimerQueue();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger passed = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final DatagramPort.Sink sink = new DatagramPort.Sink() {
        @Override
        public void datagram(InetSocketAddress from, ByteBuffer datagram, int ecn) {
            onDatagram(from, datagram, ecn);
        }

        @Override
        public void unreachable(InetSocketAddress destination) {
            endpoint.onUnreachable(destination);
        }
    };
    private final Thread thread;
    private long batchTime;
    private boolean moreToSend;
    private volatile boolean closing;
    private @Nullable TcpDialer dialer;
    private final AtomicLong passedOn = new AtomicLong();

    UdpLoop(
            UdpTransport transport,
            int index,
            ConnectionIds ids,
            DatagramPort port,
            EndpointConfig config,
            @Nullable LoopAcceptors acceptors,
            ThreadFactory threads) {
        this.transport = transport;
        this.index = index;
        this.ids = ids;
        this.port = port;
        ConnectionAcceptor acceptor = acceptors == null ? null : remote -> acceptors.acceptorOf(this).accept(remote);
        this.endpoint = new Endpoint(config, acceptor, new SecureRandom(), ids);
        this.thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    DatagramPort port() {
        return port;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    /** True on the loop's own thread. */
    public boolean isOnThread() { return Thread.currentThread() == thread; }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (!isOnThread()) {
            port.wakeUp();
        }
    }

    @Override
    public Scheduled schedule(long delayNanos, Runnable task) {
        long time = now() + delayNanos;
        if (isOnThread()) {
            return timers.add(time, task);
        }
        AtomicBoolean cancelled = new AtomicBoolean();
        execute(() -> timers.add(time, () -> {
            if (!cancelled.get()) {
                task.run();
            }
        }));
        return () -> cancelled.set(true);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the transport has several loops: a gateway's first answer names no loop
     */
    @Override
    public EndpointConnection connect(
            InetSocketAddress remote, ClientSecurity security, ConnectionHandler handler) {
        if (transport.loops().size() > 1) {
            throw new IllegalStateException("connect from a transport with one event loop");
        }
        return endpoint.connect(now(), remote, security, handler);
    }

    @Override
    public EndpointConnection connectByTcp(
            InetSocketAddress remote, ClientSecurity security, ConnectionHandler handler) {
        TcpDialer current = dialer;
        if (current == null) {
            current = new TcpDialer(this, Thread.ofPlatform().daemon().name(thread.getName() + "-tcp").factory());
            dialer = current;
        }
        return current.dial(remote, security, handler);
    }

    private void run() {
        try {
            while (!closing || !endpoint.isEmpty()) {
                turn();
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("The UDP loop on {} stops", port.localAddress(), e);
        } finally {
            port.close();
            if (dialer != null) {
                dialer.close();
            }
            stopped.countDown();
        }
    }

    private void turn() throws IOException {
        port.await(patience());
        runTasks();
        batchTime = now();
        port.receive(sink);
        long now = now();
        endpoint.onTimeout(now);
        for (Runnable due = timers.poll(now); due != null; due = timers.poll(now)) {
            runSafely(due);
        }
        moreToSend = port.send(now, endpoint);
    }

    private long patience() {
        if (moreToSend || !tasks.isEmpty()) {
            return 0;
        }
        long next = Math.min(endpoint.nextTimeout(), timers.next());
        return next == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, next - now());
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            runSafely(task);
        }
    }

    private static void runSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task on the UDP loop failed", e);
        }
    }

    /** After a change of a client's address the kernel hands its datagrams to another loop than before. */
    private void onDatagram(InetSocketAddress from, ByteBuffer datagram, int ecn) {
        int owner = ids.owner(datagram);
        if (owner == index) {
            endpoint.receive(batchTime, from, datagram, ecn);
        } else {
            passedOn.incrementAndGet();
            byte[] copy = new byte[datagram.remaining()];
            datagram.get(copy);
            transport.loop(owner).take(from, copy, ecn);
        }
    }

    private void take(InetSocketAddress from, byte[] datagram, int ecn) {
        if (passed.incrementAndGet() > MAX_PASSED) {
            passed.decrementAndGet();
            return;
        }
        execute(() -> {
            passed.decrementAndGet();
            endpoint.receive(now(), from, ByteBuffer.wrap(datagram), ecn);
        });
    }

    /** Datagrams that came here and belonged to another loop; from any thread. */
    public long datagramsPassedOn() {
        return passedOn.get();
    }

    void beginClose(ErrorCode code, String message) {
        execute(() -> {
            endpoint.closeAll(now(), code, message);
            closing = true;
        });
    }

    void awaitStopped() {
        if (isOnThread()) {
            return;
        }
        try {
            if (!stopped.await(10, TimeUnit.SECONDS)) {
                LOG.warn("The UDP loop on {} did not stop in time", port.localAddress());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
