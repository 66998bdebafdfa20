package io.sluice.crsp.endpoint;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.Connection;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.connection.ConnectionLog;
import io.sluice.crsp.connection.TunnelAddress;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.PacketCiphers;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.wire.Crc32cProtection;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.TransportException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many connections behind one UDP address, without a socket: datagrams go in, datagrams come out.
 *
 * <p>One thread, one monotonic clock in nanoseconds. After {@link #receive}, {@link #onTimeout}, {@link
 * #connect} or {@link EndpointConnection#wakeUp}, call {@link #pollTransmit} until it returns false;
 * handlers are called from there. Then sleep until {@link #nextTimeout}.
 *
 * <p>Whoever has not shown that it owns its address gets at most one small answer a datagram and leaves
 * no state behind.
 */
public final class Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    /** Datagrams that one connection may send before others have their turn. */
    private static final int TURN = 16;

    private static final int MIN_INITIAL = 1200;

    /** A stateless reset must look like a small DATA packet and be smaller than its cause. */
    private static final int RESET_SIZE = 41;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final EndpointConfig config;
    private final @Nullable ConnectionAcceptor acceptor;
    private final RandomGenerator random;
    private final ConnectionIds ids;
    private final AddressTokens tokens;
    private final PacketCiphers ciphers;
    private final Crc32cProtection checksum;
    private final PacketHeader header = new PacketHeader();
    private final ConnectionTable connections = new ConnectionTable();
    private final List<EndpointConnection> initiated = new ArrayList<>();
    private final Tunnels tunnels = new Tunnels();
    private final TimerHeap timers = new TimerHeap();
    /** Those that something happened to, so that they may have something to send. */
    private final TransmitQueue dirty = new TransmitQueue();
    /** Whose turn it is. */
    private @Nullable EndpointConnection sending;
    private final ArrayDeque<Answer> answers = new ArrayDeque<>();
    private final Counters counters = new Counters();
    private final Traffic traffic = new Traffic();
    private int turn;
    private long resetSecond = Long.MIN_VALUE;
    private int resetsThisSecond;

    private record Answer(InetSocketAddress destination, byte[] datagram) {}

    private static final class Counters {
        private long datagramsReceived;
        private long malformed;
        private long corrupt;
        private long unknownConnection;
        private long undersizedInitials;
        private long invalidTokens;
        private long refused;
        private long accepted;
        private long retriesSent;
        private long resetsSent;
        private long versionNegotiationsSent;
        private long handshakesFailed;
        private long ticketsRefused;
    }

    /**
     * @param acceptor takes clients; null for an endpoint that only connects
     * @param random for connection ids: a secure one in production, a seeded one in simulation
     */
    public Endpoint(
            EndpointConfig config, @Nullable ConnectionAcceptor acceptor, RandomGenerator random) {
        this(config, acceptor, random, ConnectionIds.ofOnly(random));
    }

    /** As the other, for an endpoint that is one of several behind one address. */
    public Endpoint(
            EndpointConfig config, @Nullable ConnectionAcceptor acceptor, RandomGenerator random, ConnectionIds ids) {
        this.config = config;
        this.acceptor = acceptor;
        this.random = random;
        this.ids = ids;
        this.ciphers = new PacketCiphers(config.keyUpdatePackets());
        this.checksum = ciphers.checksum();
        this.tokens = new AddressTokens(config.secret(), config.tokenLifetime().toNanos());
    }

    /**
     * Begins a connection to a gateway.
     *
     * @param security secured, or plain by name
     */
    public EndpointConnection connect(
            long now, InetSocketAddress remote, ClientSecurity security, ConnectionHandler handler) {
        Connection connection = Connection.client(config.connection(), security, newId(), random.nextLong(), remote,
                ciphers, random, now);
        EndpointConnection entry = register(now, connection, handler);
        initiated.add(entry);
        return entry;
    }

    private EndpointConnection register(long now, Connection connection, ConnectionHandler handler) {
        connection.beginLog(now);
        EndpointConnection entry = new EndpointConnection(this, connection, handler);
        connections.add(connection.localId(), entry);
        tunnels.add(entry);
        markDirty(entry);
        return entry;
    }

    private long newId() {
        while (true) {
            long id = ids.next();
            if (connections.get(id) == null) {
                return id;
            }
        }
    }

    void markDirty(EndpointConnection entry) {
        if (!entry.dirty) {
            entry.dirty = true;
            dirty.add(entry);
        }
    }

    /**
     * Takes one datagram.
     *
     * @param datagram position 0; the content may be changed, the buffer is the caller's again afterwards
     */
    public void receive(long now, InetSocketAddress from, ByteBuffer datagram) {
        receive(now, from, datagram, 0);
    }

    /**
     * As {@link #receive(long, InetSocketAddress, ByteBuffer)}, for a driver that reads the marks of explicit congestion
     * notification.
     *
     * @param ecn the two bits of the IP header, 0 to 3 (RFC 3168 §5)
     */
    public void receive(long now, InetSocketAddress from, ByteBuffer datagram, int ecn) {
        counters.datagramsReceived++;
        traffic.onReceived(datagram.remaining());
        if (!header.read(datagram)) {
            counters.malformed++;
            return;
        }
        EndpointConnection entry = connections.get(header.destination());
        if (entry != null) {
            deliver(now, from, entry, datagram, ecn);
            return;
        }
        switch (header.type()) {
            case INITIAL -> onUnknownInitial(now, from, datagram);
            case DATA -> onUnknownData(now, from, datagram);
            case RETRY, VERSION_NEGOTIATION -> counters.unknownConnection++;
        }
    }

    private void onUnknownInitial(long now, InetSocketAddress from, ByteBuffer datagram) {
        if (acceptor == null) {
            counters.unknownConnection++;
            return;
        }
        if (datagram.limit() < MIN_INITIAL) {
            counters.undersizedInitials++;
            return;
        }
        if (tunnels.isTaken(from)) {
            counters.unknownConnection++;
            return;
        }
        if (header.version() != PacketHeader.VERSION_2) {
            answerVersions(from);
            return;
        }
        if (!checksum.isIntact(datagram)) {
            counters.corrupt++;
            return;
        }
        ByteBuffer token = header.token();
        if (token == null || !token.hasRemaining()) {
            answerRetry(now, from);
            return;
        }
        long id = header.destination();
        if (!tokens.isValid(now, from, id, token)) {
            counters.invalidTokens++;
            return;
        }
        accept(now, from, id, datagram);
    }

    private void accept(long now, InetSocketAddress from, long id, ByteBuffer datagram) {
        ConnectionHandler handler = acceptor == null || connections.size() >= config.maxConnections()
                ? null
                : acceptGuarded(acceptor, from);
        byte[] resetToken = tokens.resetToken(id);
        Connection connection = Connection.server(config.connection(), securityOf(from), id, header.source(),
                resetToken, from, ciphers,
                random, now);
        if (handler == null) {
            counters.refused++;
            connection.close(now, ErrorCode.CONNECTION_REFUSED, ErrorCode.CONNECTION_REFUSED.advice());
            ByteBuffer refusal = ByteBuffer.allocate(config.connection().datagramSize());
            if (connection.pollTransmit(now, refusal)) {
                byte[] bytes = new byte[refusal.remaining()];
                refusal.get(bytes);
                answers.add(new Answer(from, bytes));
            }
            return;
        }
        counters.accepted++;
        deliver(now, from, register(now, connection, handler), datagram, 0);
    }

    /** What came encrypted already is not encrypted again. */
    private ServerSecurity securityOf(InetSocketAddress from) {
        return from instanceof TunnelAddress tunnel && tunnel.isSecured()
                ? ServerSecurity.plainOnly()
                : config.security();
    }

    /**
     * Tells the connection inside a tunnel that it is no more.
     *
     * @param code why, as the connection's application learns it
     */
    public void onTunnelClosed(TunnelAddress tunnel, ErrorCode code, String message) {
        EndpointConnection entry = tunnels.get(tunnel);
        if (entry != null) {
            entry.connection().onTunnelClosed(code, message);
            markDirty(entry);
        }
    }

    /**
     * The network reports that nobody takes datagrams at an address, as by ICMP; connections that were begun to it take it
     * as a hint.
     */
    public void onUnreachable(InetSocketAddress destination) {
        for (EndpointConnection entry : initiated) {
            if (TunnelAddress.isSamePath(entry.remote(), destination)) {
                entry.connection().onUnreachable();
                markDirty(entry);
            }
        }
    }

    /** True if a connection is inside this tunnel. */
    public boolean hasConnectionIn(TunnelAddress tunnel) {
        return tunnels.get(tunnel) != null;
    }

    private static @Nullable ConnectionHandler acceptGuarded(ConnectionAcceptor acceptor, InetSocketAddress from) {
        try {
            return acceptor.accept(from);
        } catch (RuntimeException e) {
            LOG.error("The application fails to take a connection from {}", from, e);
            return null;
        }
    }

    private void deliver(long now, InetSocketAddress from, EndpointConnection entry, ByteBuffer datagram, int ecn) {
        traffic.before(entry.connection());
        try {
            entry.connection().receive(now, from, header, datagram, ecn);
        } catch (RuntimeException e) {
            fail(now, entry, e);
        }
        traffic.after(entry.connection());
        markDirty(entry);
    }

    private void answerRetry(long now, InetSocketAddress from) {
        long id = newId();
        ByteBuffer out = ByteBuffer.allocate(128);
        PacketHeader.writeRetry(out, header.source(), id, tokens.issue(now, from, id));
        answer(from, out);
        counters.retriesSent++;
    }

    private void answerVersions(InetSocketAddress from) {
        ByteBuffer out = ByteBuffer.allocate(64);
        int grease = PacketHeader.GREASE_VERSION | (random.nextInt() & ~PacketHeader.GREASE_MASK);
        PacketHeader.writeVersionNegotiation(out, /* destination= */ header.source(),
                /* source= */ header.destination(), grease);
        answer(from, out);
        counters.versionNegotiationsSent++;
    }

    private void answer(InetSocketAddress to, ByteBuffer out) {
        out.flip();
        checksum.seal(out);
        byte[] bytes = new byte[out.limit()];
        out.get(0, bytes);
        answers.add(new Answer(to, bytes));
    }

    private void onUnknownData(long now, InetSocketAddress from, ByteBuffer datagram) {
        for (EndpointConnection entry : initiated) {
            if (TunnelAddress.isSamePath(entry.remote(), from) && entry.connection().receiveStatelessReset(datagram)) {
                markDirty(entry);
                return;
            }
        }
        int size = datagram.limit();
        // In secure mode only the lost keys could tell an intact packet from a spoiled one.
        if (!config.security().isSecure() && !checksum.isIntact(datagram)) {
            counters.corrupt++;
            return;
        }
        counters.unknownConnection++;
        if (acceptor != null && size > RESET_SIZE && mayReset(now)) {
            ByteBuffer out = ByteBuffer.allocate(RESET_SIZE);
            PacketHeader.writeData(out, random.nextLong(), random.nextLong());
            while (out.remaining() > 16) {
                out.put((byte) random.nextInt());
            }
            out.put(tokens.resetToken(header.destination()));
            answers.add(new Answer(from, out.array()));
            counters.resetsSent++;
        }
    }

    private boolean mayReset(long now) {
        if (resetSecond == Long.MIN_VALUE || now - resetSecond >= NANOS_PER_SECOND) {
            resetSecond = now;
            resetsThisSecond = 0;
        }
        return resetsThisSecond++ < config.resetsPerSecond();
    }

    /** Does what time has made due. */
    public void onTimeout(long now) {
        for (EndpointConnection entry = timers.first(); entry != null
                && entry.deadline <= now; entry = timers.first()) {
            timers.update(entry, Long.MAX_VALUE);
            traffic.before(entry.connection());
            try {
                entry.connection().onTimeout(now);
            } catch (RuntimeException e) {
                fail(now, entry, e);
            }
            traffic.after(entry.connection());
            markDirty(entry);
        }
    }

    /** When {@link #onTimeout} should be called next, or {@link Long#MAX_VALUE}. */
    public long nextTimeout() {
        EndpointConnection first = timers.first();
        return first == null ? Long.MAX_VALUE : first.deadline;
    }

    /**
     * Delivers waiting events to their handlers and builds the next datagram. What goes into tunnels is sent there.
     *
     * @return false if nothing waits
     */
    public boolean pollTransmit(long now, Transmit out) {
        while (pollNext(now, out)) {
            if (!(out.destination() instanceof TunnelAddress tunnel)) {
                return true;
            }
            tunnel.send(out.buffer());
        }
        return false;
    }

    private boolean pollNext(long now, Transmit out) {
        Answer answer = answers.poll();
        if (answer != null) {
            out.buffer().clear().put(answer.datagram()).flip();
            out.destination(answer.destination());
            out.ecn(0);
            traffic.onSent(answer.datagram().length);
            return true;
        }
        for (EndpointConnection entry = current(); entry != null; entry = current()) {
            deliverEvents(now, entry);
            if (turn < TURN && pollGuarded(now, entry, out)) {
                out.destination(entry.connection().transmitTo());
                out.ecn(entry.connection().transmitEcn());
                traffic.onSent(out.buffer().remaining());
                turn++;
                return true;
            }
            boolean turnOver = turn >= TURN;
            turn = 0;
            sending = null;
            if (turnOver) {
                dirty.add(entry);
            } else {
                settle(entry);
            }
        }
        return false;
    }

    private @Nullable EndpointConnection current() {
        if (sending == null) {
            sending = dirty.next();
        }
        return sending;
    }

    /** True if a connection that is not in the background waits for its turn to send. */
    public boolean hasForeground() {
        return dirty.hasForeground();
    }

    void promote(EndpointConnection entry) {
        dirty.promote(entry);
    }

    private static boolean pollGuarded(long now, EndpointConnection entry, Transmit out) {
        try {
            return entry.connection().pollTransmit(now, out.buffer());
        } catch (RuntimeException e) {
            fail(now, entry, e);
            return false;
        }
    }

    /** One connection's failure must not take the others along. */
    private static void fail(long now, EndpointConnection entry, RuntimeException failure) {
        LOG.error("The connection from {} fails", entry.remote(), failure);
        entry.connection().close(now, ErrorCode.INTERNAL_ERROR, "internal error");
    }

    private void countFailure(ErrorCode code) {
        switch (code) {
            case TICKET_REFUSED -> counters.ticketsRefused++;
            case HANDSHAKE_FAILED, CERTIFICATE_REJECTED, PLAIN_REFUSED, TRANSPORT_PARAMETER_ERROR ->
                counters.handshakesFailed++;
            default -> {
            }
        }
    }

    private void deliverEvents(long now, EndpointConnection entry) {
        ConnectionLog log = entry.connection().log();
        for (ConnectionEvent event = entry.connection().pollEvent(); event != null; event = entry.connection()
                .pollEvent()) {
            if (log != null) {
                log.onEvent(now, event);
            }
            if (event instanceof ConnectionEvent.Closed(CloseReason reason)) {
                countFailure(reason.code());
            }
            try {
                entry.handler().onEvent(entry, event);
            } catch (TransportException e) {
                entry.connection().close(now, e.code(), String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                LOG.error("The application of the connection from {} fails", entry.remote(), e);
                entry.connection().close(now, ErrorCode.INTERNAL_ERROR, "internal error");
            }
        }
    }

    private void settle(EndpointConnection entry) {
        entry.dirty = false;
        if (entry.connection().isOver()) {
            timers.remove(entry);
            connections.remove(entry.connection().localId());
            initiated.remove(entry);
            tunnels.remove(entry);
            ConnectionLog log = entry.connection().log();
            if (log != null) {
                log.close();
            }
        } else {
            timers.update(entry, entry.connection().nextTimeout());
        }
    }

    /** Closes every connection, for a stop of the endpoint; poll the datagrams afterwards. */
    public void closeAll(long now, ErrorCode code, String message) {
        for (EndpointConnection entry : connections.all()) {
            entry.connection().close(now, code, message);
            markDirty(entry);
        }
    }

    /** Shows every connection, in no order, for counting and watching. */
    public void forEach(Consumer<EndpointConnection> action) {
        connections.all().forEach(action);
    }

    /** True when no connection is left. */
    public boolean isEmpty() { return connections.isEmpty(); }

    public EndpointStatistics statistics() {
        return new EndpointStatistics(
                counters.datagramsReceived,
                counters.malformed,
                counters.corrupt,
                counters.unknownConnection,
                counters.undersizedInitials,
                counters.invalidTokens,
                counters.refused,
                counters.accepted,
                counters.retriesSent,
                counters.resetsSent,
                counters.versionNegotiationsSent,
                counters.handshakesFailed,
                counters.ticketsRefused,
                connections.size(),
                traffic.statistics());
    }
}
