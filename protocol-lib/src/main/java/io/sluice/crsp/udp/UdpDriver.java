package io.sluice.crsp.udp;

import io.sluice.crsp.endpoint.ConnectionAcceptor;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.endpoint.TimerQueue;
import io.sluice.crsp.endpoint.Transmit;
import io.sluice.crsp.wire.ErrorCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an {@link Endpoint} on a UDP socket: one thread waits for datagrams, deadlines and tasks. All
 * handlers run on that thread; other threads reach it through {@link #execute}.
 */
public final class UdpDriver implements EventLoop, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpDriver.class);
    private static final int SOCKET_BUFFER = 4 * 1024 * 1024;
    private static final int MAX_DATAGRAM = 65_535;
    private static final int SAFE_DATAGRAM = 1200;
    private static final int RECEIVE_BATCH = 256;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final DatagramChannel channel;
    private final Selector selector;
    private final Endpoint endpoint;
    private final TimerQueue timers = new TimerQueue();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ByteBuffer receiveBuffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final Transmit transmit = new Transmit(ByteBuffer.allocateDirect(MAX_DATAGRAM));
    private final Thread thread;
    private volatile boolean closing;
    private @Nullable InetSocketAddress blockedOn;

    /**
     * Binds the socket and starts the thread.
     *
     * @param local address and port; port 0 for any free one
     * @param acceptor for clients, or null for a driver that only connects
     * @throws IOException if the address cannot be bound
     */
    public UdpDriver(
            InetSocketAddress local,
            EndpointConfig config,
            @Nullable ConnectionAcceptor acceptor,
            ThreadFactory threads)
            throws IOException {
        endpoint = new Endpoint(config, acceptor, new SecureRandom());
        selector = Selector.open();
        channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
            forbidFragments(channel);
            channel.bind(local);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            channel.close();
            selector.close();
            throw e;
        }
        thread = threads.newThread(this::run);
        thread.start();
    }

    /** A fragment lost is a datagram lost, and a path's true size shows only whole datagrams (RFC 8899 §3). */
    private static void forbidFragments(DatagramChannel channel) throws IOException {
        if (channel.supportedOptions().contains(ExtendedSocketOptions.IP_DONTFRAGMENT)) {
            channel.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, true);
        }
    }

    /** The bound address. */
    public InetSocketAddress localAddress() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new IllegalStateException("the socket is closed", e);
        }
    }

    /** The endpoint; use it on this driver's thread only, that is inside {@link #execute}. */
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    /** True on the driver's own thread. */
    public boolean isOnThread() { return Thread.currentThread() == thread; }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (!isOnThread() && awake.compareAndSet(false, true)) {
            selector.wakeup();
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

    @Override
    public EndpointConnection connect(InetSocketAddress remote, ConnectionHandler handler) {
        return endpoint.connect(now(), remote, handler);
    }

    private void run() {
        try {
            while (!closing || !endpoint.isEmpty()) {
                turn();
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("The UDP driver on {} stops", channel, e);
        } finally {
            closeQuietly();
            stopped.countDown();
        }
    }

    private void turn() throws IOException {
        awaitWork();
        awake.set(false);
        runTasks();
        receive();
        long now = now();
        endpoint.onTimeout(now);
        for (Runnable due = timers.poll(now); due != null; due = timers.poll(now)) {
            runSafely(due);
        }
        send(now);
    }

    private void awaitWork() throws IOException {
        if (!tasks.isEmpty()) {
            selector.selectNow();
            return;
        }
        long next = Math.min(endpoint.nextTimeout(), timers.next());
        if (next == Long.MAX_VALUE) {
            selector.select();
            return;
        }
        long wait = next - now();
        if (wait <= 0) {
            selector.selectNow();
        } else {
            selector.select(Math.max(1, (wait + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI));
        }
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
            LOG.error("A task on the UDP driver failed", e);
        }
    }

    private void receive() throws IOException {
        selector.selectedKeys().clear();
        for (int i = 0; i < RECEIVE_BATCH; i++) {
            receiveBuffer.clear();
            InetSocketAddress from;
            try {
                from = (InetSocketAddress) channel.receive(receiveBuffer);
            } catch (PortUnreachableException e) {
                continue;
            }
            if (from == null) {
                return;
            }
            receiveBuffer.flip();
            endpoint.receive(now(), from, receiveBuffer);
        }
    }

    private void send(long now) {
        while (endpoint.pollTransmit(now, transmit)) {
            InetSocketAddress destination = transmit.destination();
            try {
                channel.send(transmit.buffer(), destination);
                if (destination.equals(blockedOn)) {
                    blockedOn = null;
                }
            } catch (IOException e) {
                // As lost on the way: recovery sends it again. Said once per destination, not per datagram; that one
                // is too large for the path is an answer, not a failure.
                boolean probe = transmit.buffer().limit() > SAFE_DATAGRAM;
                if (!probe && !destination.equals(blockedOn)) {
                    blockedOn = destination;
                    LOG.warn("Cannot send to {}: {}", destination, e.toString());
                }
            }
        }
    }

    /**
     * Closes every connection with {@link ErrorCode#GOING_AWAY}, waits for them up to the closing period
     * and frees the socket.
     */
    @Override
    public void close() {
        close(ErrorCode.GOING_AWAY, "the endpoint is stopping");
    }

    /** Closes with a code of the caller's choice. */
    public void close(ErrorCode code, String message) {
        execute(() -> {
            endpoint.closeAll(now(), code, message);
            closing = true;
        });
        if (isOnThread()) {
            return;
        }
        try {
            if (!stopped.await(10, TimeUnit.SECONDS)) {
                LOG.warn("The UDP driver did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeQuietly() {
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            LOG.warn("Closing the UDP socket failed", e);
        }
    }
}
