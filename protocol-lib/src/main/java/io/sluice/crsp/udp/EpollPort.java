package io.sluice.crsp.udp;

import io.netty.channel.ChannelException;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.Future;
import io.sluice.crsp.endpoint.Endpoint;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native driver of Linux: Netty's epoll waits, with a clock of nanoseconds; datagrams come and go in batches, cut up
 * and joined by the kernel where it can. In a steady flow it makes no objects.
 */
final class EpollPort implements DatagramPort {
    private static final Logger LOG = LoggerFactory.getLogger(EpollPort.class);

    /**
     * Messages received in one call at most, each of up to 64 KiB of datagrams joined by the kernel. Memory for one is
     * made at first, and for twice as many whenever a call filled all: most clients never need a second.
     */
    private static final int RECEIVE_MESSAGES = 16;

    /**
     * Calls in one turn of the loop, so that what came is answered before more is taken. Enough for the acknowledgements
     * of what a turn sends: the kernel does not join them, and those of a thousand connections overflow the socket's buffer
     * where fewer are taken than come.
     */
    private static final int RECEIVE_CALLS = 16;

    /** Bytes after which a turn makes no further call. */
    private static final int RECEIVE_BYTES = 2 << 20;

    /** Calls that send what is in the background before the loop looks for something else: about a millisecond. */
    private static final int BACKGROUND_CALLS = 4;

    /** First packets taken in one turn: a connection's datagram waits for no more than these. */
    private static final int HANDSHAKES = 8;

    private static final int MAX_MESSAGE = 65_535;

    /**
     * Nothing that a UDP socket ever has to tell. Asked for {@link EpollIoOps#NONE}, Netty takes the socket out of epoll
     * and then cannot change what is not there.
     */
    private static final EpollIoOps SILENT = EpollIoOps.EPOLLRDHUP;

    private static final int SOL_SOCKET = 1;
    private static final int SO_DOMAIN = 39;
    private static final int SOL_UDP = 17;
    private static final int UDP_SEGMENT = 103;
    private static final int UDP_GRO = 104;

    private static final int SOL_IP = 0;
    private static final int IP_RECVERR = 11;
    private static final int IPV6_RECVERR = 25;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_MTU_DISCOVER = 23;
    private static final int PMTUDISC_PROBE = 3;
    private static final int IP_RECVTOS = 13;
    private static final int IPV6_RECVTCLASS = 66;

    private static final int EINTR = 4;
    private static final int EIO = 5;
    private static final int EAGAIN = 11;
    private static final int EINVAL = 22;
    private static final int EMSGSIZE = 90;
    private static final int EADDRINUSE = 98;
    private static final int ECONNREFUSED = 111;

    /** Reports of the network that are read in a turn. */
    private static final int MAX_REPORTS = 64;

    /** What is kept of the datagram that a report is about: nothing is read of it. */
    private static final int REPORT_DATA = 64;

    private final Socket socket;
    private final InetSocketAddress localAddress;
    private final boolean coalescing;
    private final boolean marks;
    private final ManualIoEventLoop loop;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final SystemCalls system = new SystemCalls();
    private final SocketAddresses addresses;
    private final MessageHeaders received = new MessageHeaders(RECEIVE_MESSAGES);
    private final List<SegmentBuffer> receiveBuffers = new ArrayList<>(RECEIVE_MESSAGES);
    private final MessageHeaders toSend = new MessageHeaders(SendBatch.MESSAGES + 1);
    private final SendBatch batch = new SendBatch();
    private final UnreachableLog unreachable = new UnreachableLog(LOG);
    private @Nullable IoRegistration registration;
    private @Nullable HandshakeQueue handshakes;
    /** Where reports of the network are read to; null if the kernel is to keep them to itself. */
    private @Nullable MessageHeaders reports;
    private final ByteBuffer reportData = ByteBuffer.allocateDirect(REPORT_DATA);
    private boolean reported;
    private volatile boolean segmentation;
    private boolean readable;
    private boolean blocked;
    private int sent;

    private EpollPort(Socket socket) throws IOException {
        this.socket = socket;
        this.localAddress = socket.localAddress();
        this.addresses = new SocketAddresses(socket.getIntOpt(SOL_SOCKET, SO_DOMAIN));
        this.segmentation = has(socket, SOL_UDP, UDP_SEGMENT, 0);
        this.coalescing = has(socket, SOL_UDP, UDP_GRO, 1);
        // A fragment lost is a datagram lost, and a path's true size shows only whole datagrams (RFC 8899 §3).
        has(socket, SOL_IP, IP_MTU_DISCOVER, PMTUDISC_PROBE);
        has(socket, SOL_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_PROBE);
        boolean marks = has(socket, SOL_IP, IP_RECVTOS, 1);
        this.marks = has(socket, SOL_IPV6, IPV6_RECVTCLASS, 1) || marks;
        this.loop = new ManualIoEventLoop(null, null, EpollIoHandler.newFactory()) {
            @Override
            protected boolean canBlock() {
                return !awake.get();
            }
        };
        makeReceiveBuffers(1);
    }

    private void makeReceiveBuffers(int count) {
        for (int i = receiveBuffers.size(); i < count; i++) {
            SegmentBuffer buffer = new SegmentBuffer(MAX_MESSAGE);
            receiveBuffers.add(buffer);
            received.data(i, buffer.address(), MAX_MESSAGE);
            received.beginReceive(i);
        }
    }

    /** Notes what epoll says of the socket. */
    private final class Readiness implements EpollIoHandle {
        @Override
        public FileDescriptor fd() {
            return socket;
        }

        @Override
        public void handle(IoRegistration from, IoEvent event) {
            EpollIoOps ops = ((EpollIoEvent) event).ops();
            readable |= ops.contains(EpollIoOps.EPOLLIN) || ops.contains(EpollIoOps.EPOLLERR);
            reported |= ops.contains(EpollIoOps.EPOLLERR);
            if (blocked && ops.contains(EpollIoOps.EPOLLOUT)) {
                blocked = false;
                from.submit(EpollIoOps.EPOLLIN);
            }
        }

        @Override
        public void close() {}
    }

    /** First packets, from a socket of their own and at a pace: what epoll says of it, and whether epoll is to say it. */
    private final class HandshakeQueue implements EpollIoHandle {
        private final Socket own;
        private final HandshakePace pace;
        private @Nullable IoRegistration watch;
        private boolean unread;
        private boolean paused;

        HandshakeQueue(Socket own, HandshakePace pace) {
            this.own = own;
            this.pace = pace;
        }

        @Override
        public FileDescriptor fd() {
            return own;
        }

        @Override
        public void handle(IoRegistration from, IoEvent event) {
            unread = true;
        }

        @Override
        public void close() {}

        void start() throws IOException {
            watch = register(this);
        }

        /** How long the loop may wait: while epoll is not to tell of this socket, until its time comes. */
        long patience(long nanos) {
            return paused ? Math.min(nanos, pace.delay(System.nanoTime())) : nanos;
        }

        /** Before its time epoll is asked to be silent, or it would wake the loop at once again and again. */
        void receive(Sink sink) {
            if (!unread) {
                return;
            }
            long now = System.nanoTime();
            if (pace.permits(now)) {
                int most = Math.min(receiveBuffers.size(), HANDSHAKES);
                int taken = EpollPort.this.receive(own, 1, most, sink);
                pace.onTaken(now, taken);
                unread = taken == most;
            }
            if (paused != unread && watch != null) {
                paused = unread;
                watch.submit(paused ? SILENT : EpollIoOps.EPOLLIN);
            }
        }
    }

    /** Why this driver does not work here, or null if it does. */
    static @Nullable String unavailability() {
        try {
            if (!Epoll.isAvailable()) {
                Throwable cause = Epoll.unavailabilityCause();
                return "Netty's native epoll cannot be loaded: " + (cause == null ? "unknown" : cause.getMessage());
            }
            if (!ByteOrder.nativeOrder().equals(ByteOrder.LITTLE_ENDIAN)) {
                return "it knows little-endian processors only";
            }
            return SystemCalls.arePresent() ? null : "this system has no recvmmsg or sendmmsg";
        } catch (LinkageError | RuntimeException e) {
            return "Netty's native epoll cannot be loaded: " + e;
        }
    }

    /** Sets an option; returns false if this kernel or this socket has none such. */
    private static boolean has(Socket socket, int level, int option, int value) {
        try {
            socket.setIntOpt(level, option, value);
            return true;
        } catch (IOException | ChannelException e) {
            // The latter where a whole level is missing, as IPv6 often is in containers.
            LOG.debug("Socket option {} of level {} is not there", option, level, e);
            return false;
        }
    }

    /**
     * Binds a socket.
     *
     * @param shared whether other loops' sockets are bound to the same port
     * @throws IOException if the address cannot be bound
     */
    static EpollPort open(InetSocketAddress local, boolean shared) throws IOException {
        Socket socket = Socket.newSocketDgram();
        try {
            socket.setReceiveBufferSize(SocketBuffers.SIZE);
            socket.setSendBufferSize(SocketBuffers.SIZE);
            if (shared) {
                socket.setReusePort(true);
            }
            socket.bind(local);
            return new EpollPort(socket);
        } catch (Errors.NativeIoException e) {
            socket.close();
            if (e.expectedErr() == -EADDRINUSE) {
                BindException taken = new BindException("Address already in use: " + local);
                taken.initCause(e);
                throw taken;
            }
            throw e;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Gives handshakes a socket of their own. Called before the loop starts, once every loop has its port.
     *
     * @param pace how fast they are taken; the port's from now on
     * @throws IOException if no other socket can be bound
     */
    void openHandshakes(HandshakePace pace) throws IOException {
        Socket second = Socket.newSocketDgram();
        try {
            second.setReceiveBufferSize(SocketBuffers.SIZE);
            second.setReusePort(true);
            has(second, SOL_IP, IP_RECVTOS, 1);
            has(second, SOL_IPV6, IPV6_RECVTCLASS, 1);
            second.bind(localAddress);
        } catch (IOException | RuntimeException e) {
            second.close();
            throw e;
        }
        handshakes = new HandshakeQueue(second, pace);
    }

    /**
     * Has the kernel report datagrams that nobody takes at their destination. For sockets that connect: whoever sends to
     * a gateway's socket could make it busy with reports. Called before the loop starts.
     */
    void watchUnreachable() {
        boolean four = has(socket, SOL_IP, IP_RECVERR, 1);
        if (has(socket, SOL_IPV6, IPV6_RECVERR, 1) || four) {
            MessageHeaders headers = new MessageHeaders(1);
            headers.data(0, MemorySegment.ofBuffer(reportData).address(), REPORT_DATA);
            reports = headers;
        }
    }

    private void readReports(MessageHeaders headers, Sink sink) {
        for (int i = 0; i < MAX_REPORTS; i++) {
            headers.beginReceive(0);
            if (system.receiveReport(socket.intValue(), headers.address(0)) <= 0) {
                return;
            }
            headers.readControls(0);
            if (headers.reportedError() == ECONNREFUSED) {
                sink.unreachable(addresses.read(headers.memory(), headers.name(0)));
            }
        }
    }

    /** Undoes {@link #openHandshakes}. */
    void closeHandshakes() {
        HandshakeQueue queue = handshakes;
        handshakes = null;
        close(queue == null ? null : queue.own);
    }

    /**
     * Has the kernel keep handshakes from connections' datagrams on all sockets of this port.
     *
     * @param loops how many ports there are
     * @throws IOException if this kernel cannot
     */
    void steer(int loops) throws IOException {
        PortSteering.attach(socket, loops);
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public String description() {
        return "epoll, segmentation offload " + (segmentation ? "on" : "off") + ", receive coalescing "
                + (coalescing ? "on" : "off") + ", congestion marks " + (marks ? "read" : "not read")
                + (handshakes == null ? "" : ", a queue of their own for handshakes");
    }

    @Override
    public void await(long nanos) throws IOException {
        if (registration == null) {
            start();
        }
        long patience = handshakes == null ? nanos : handshakes.patience(nanos);
        if (awake.getAndSet(false) || patience <= 0) {
            loop.runNow();
        } else {
            loop.run(patience);
        }
        awake.set(false);
    }

    private void start() throws IOException {
        loop.setOwningThread(Thread.currentThread());
        loop.runNow();
        registration = register(new Readiness());
        if (handshakes != null) {
            handshakes.start();
        }
    }

    private IoRegistration register(EpollIoHandle handle) throws IOException {
        IoRegistration made = loop.register(handle).getNow();
        if (made == null) {
            throw new IOException("the socket cannot be waited for");
        }
        made.submit(EpollIoOps.EPOLLIN);
        return made;
    }

    @Override
    public void wakeUp() {
        if (awake.compareAndSet(false, true)) {
            loop.wakeup();
        }
    }

    /** Connections first, and of handshakes a few a turn: who has a connection does not wait for who wants one. */
    @Override
    public void receive(Sink sink) throws IOException {
        MessageHeaders headers = reports;
        if (reported && headers != null) {
            reported = false;
            readReports(headers, sink);
        }
        if (readable) {
            readable = false;
            receive(socket, RECEIVE_CALLS, RECEIVE_MESSAGES, sink);
        }
        if (handshakes != null) {
            handshakes.receive(sink);
        }
    }

    /** Returns how many messages came. */
    private int receive(Socket from, int calls, int most, Sink sink) {
        int socketNumber = from.intValue();
        int total = 0;
        int bytes = 0;
        for (int i = 0; i < calls && bytes < RECEIVE_BYTES; i++) {
            int room = Math.min(receiveBuffers.size(), most);
            int count = system.receive(socketNumber, received.address(0), room);
            if (count < 0) {
                // Nothing left, or a report about a datagram sent earlier, which recovery sees to.
                return total;
            }
            total += count;
            for (int message = 0; message < count; message++) {
                bytes += handOver(message, sink);
                received.beginReceive(message);
            }
            if (count < room) {
                return total;
            }
            makeReceiveBuffers(Math.min(2 * room, RECEIVE_MESSAGES));
        }
        return total;
    }

    /** Returns how many bytes it has. */
    private int handOver(int message, Sink sink) {
        InetSocketAddress from = addresses.read(received.memory(), received.name(message));
        int length = received.receivedLength(message);
        received.readControls(message);
        int joined = received.segmentSize();
        int ecn = received.ecn();
        int size = joined == 0 ? length : joined;
        SegmentBuffer buffer = receiveBuffers.get(message);
        for (int index = 0, offset = 0; offset < length; index++, offset += size) {
            ByteBuffer datagram = buffer.segment(size, index);
            sink.datagram(from, datagram.limit(Math.min(size, length - offset)), ecn);
        }
        return length;
    }

    @Override
    public boolean send(long now, Endpoint endpoint) {
        if (blocked || !flush()) {
            return false;
        }
        boolean more = true;
        for (int calls = 0; more && (calls < BACKGROUND_CALLS || endpoint.hasForeground()); calls++) {
            batch.clear();
            sent = 0;
            more = batch.fill(now, endpoint, segmentation);
            for (int i = 0; i < batch.count(); i++) {
                prepare(i, batch.message(i));
            }
            if (!flush()) {
                return false;
            }
        }
        return more;
    }

    private void prepare(int index, SendBatch.Message message) {
        toSend.data(index, message.buffer().address(), message.length());
        int nameLength = addresses.write(message.destination(), toSend.memory(), toSend.name(index));
        toSend.beginSend(index, nameLength, message.segments() > 1 ? message.segmentSize() : 0,
                message.ecn(), message.isIpv4());
    }

    /** Sends what is left of the batch; returns false if the socket takes no more now. */
    private boolean flush() {
        while (sent < batch.count()) {
            int result = system.send(socket.intValue(), toSend.address(sent), batch.count() - sent);
            if (result > 0) {
                unreachable.onSent(batch.message(sent).destination());
                sent += result;
            } else if (result == -EAGAIN) {
                block();
                return false;
            } else if (result == -ECONNREFUSED && reports != null && !reported) {
                // Said of an earlier datagram, which the report names; this one has not been tried.
                reported = true;
            } else if (result != -EINTR) {
                onRefused(batch.message(sent), -result);
                sent++;
            }
        }
        return true;
    }

    private void block() {
        blocked = true;
        if (registration != null) {
            registration.submit(EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT));
        }
    }

    private void onRefused(SendBatch.Message message, int error) {
        boolean mayBeSegmentation = error == EIO || error == EINVAL || error == EMSGSIZE;
        if (message.segments() > 1 && mayBeSegmentation) {
            if (error == EIO) {
                // The device cannot make checksums for the pieces: it never will.
                segmentation = false;
                LOG.warn("UDP driver: segmentation offload off, because the network device refuses it");
            }
            sendOneByOne(message);
        } else {
            // As lost on the way: recovery sends it again.
            unreachable.onFailed(message.destination(), message.segmentSize(), said(error));
        }
    }

    private void sendOneByOne(SendBatch.Message message) {
        int spare = SendBatch.MESSAGES;
        int nameLength = addresses.write(message.destination(), toSend.memory(), toSend.name(spare));
        for (int offset = 0; offset < message.length(); offset += message.segmentSize()) {
            toSend.data(spare, message.buffer().address() + offset,
                    Math.min(message.segmentSize(), message.length() - offset));
            toSend.beginSend(spare, nameLength, 0, message.ecn(), message.isIpv4());
            int result = system.send(socket.intValue(), toSend.address(spare), 1);
            if (result < 0) {
                unreachable.onFailed(message.destination(), message.segmentSize(), said(-result));
            }
        }
    }

    private static String said(int error) {
        return String.valueOf(new Errors.NativeIoException("sendmmsg", -error).getMessage());
    }

    private static void close(@Nullable Socket open) {
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            LOG.warn("Closing a UDP socket failed", e);
        }
    }

    @Override
    public void close() {
        close(socket);
        closeHandshakes();
        if (registration == null) {
            loop.setOwningThread(Thread.currentThread());
        }
        Future<?> end = loop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
        while (!end.isDone()) {
            loop.runNow();
        }
    }
}
