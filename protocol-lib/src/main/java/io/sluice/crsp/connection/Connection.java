package io.sluice.crsp.connection;

import io.sluice.crsp.congestion.Pacer;
import io.sluice.crsp.connection.CloseReason.Origin;
import io.sluice.crsp.connection.ConnectionLog.Drop;
import io.sluice.crsp.connection.ConnectionState.Closed;
import io.sluice.crsp.connection.ConnectionState.Closing;
import io.sluice.crsp.connection.ConnectionState.Draining;
import io.sluice.crsp.connection.ConnectionState.Established;
import io.sluice.crsp.connection.ConnectionState.Handshaking;
import io.sluice.crsp.connection.ConnectionState.Lingering;
import io.sluice.crsp.recovery.Ecn;
import io.sluice.crsp.recovery.LossRecovery;
import io.sluice.crsp.recovery.PacketSpace;
import io.sluice.crsp.recovery.RttEstimator;
import io.sluice.crsp.recovery.SentPacket.FrameKind;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.PacketCiphers;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.security.Ticket;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.Crc32cProtection;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.PacketProtection;
import io.sluice.crsp.wire.PacketType;
import io.sluice.crsp.wire.TransportException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One CRSP/2 connection as a pure state machine: it opens no socket, starts no thread, reads no clock
 * and draws no random number. The same object runs under the UDP driver, in a unit test and in the
 * simulator.
 *
 * <p>Four kinds of calls, all on one thread, all with the same monotonic clock in nanoseconds:
 *
 * <ul>
 *   <li>what came in: {@link #receive}, {@link #onTimeout};
 *   <li>the application's wishes: {@link #openStream}, {@link #shutdown}, {@link #close} and the
 *       methods of {@link Stream};
 *   <li>what goes out: after any of the above, {@link #pollEvent} until null, then {@link
 *       #pollTransmit} until false, then {@link #nextTimeout};
 *   <li>plain questions, at any time.
 * </ul>
 *
 * <p>The states and their transitions are drawn at {@link ConnectionState}.
 */
public final class Connection {
    /** Ack-eliciting packets after which an acknowledgement waits no longer (RFC 9000 §13.2.2). */
    private static final int ACK_THRESHOLD = 2;

    /** After this much silence buffers that hold nothing are given back. */
    private static final long IDLE_RELEASE = 1_000_000_000L;

    private static final byte[] NO_TOKEN = {};
    private static final ConnectionState ESTABLISHED = new Established();

    private final Role role;
    private final ConnectionConfig config;
    private final long localId;
    private long remoteId;
    private final Paths paths;
    private byte[] token = NO_TOKEN;
    private boolean retried;

    private ConnectionState state;
    private @Nullable Handshake handshake;
    private final PacketSpace data = new PacketSpace();
    private final Streams streams;
    private final Datagrams datagrams;
    private final PathMtu mtu;
    private final LossRecovery recovery;
    private final Crc32cProtection checksum;
    private byte[] resetToken;
    private final RandomGenerator random;
    private final ConnectionKeys keys;
    private final FrameDispatcher dispatcher;
    /** The reset token of the peer; null until its hello is known, empty if it has none. */
    private byte @Nullable [] peer;

    private @Nullable ArrayDeque<ConnectionEvent> events;
    private final Counters counters = new Counters();
    private final Liveness liveness;
    private boolean wasIdle;
    private boolean background;
    private final PacketWriter writer;
    private @Nullable ConnectionLog log;

    private Connection(
            Role role,
            ConnectionConfig config,
            long localId,
            long remoteId,
            byte[] resetToken,
            InetSocketAddress remote,
            PacketCiphers ciphers,
            @Nullable ClientSecurity clientSecurity,
            @Nullable ServerSecurity serverSecurity,
            RandomGenerator random,
            long now) {
        this.role = role;
        this.config = config;
        this.localId = localId;
        this.remoteId = remoteId;
        this.paths = new Paths(remote, role == Role.SERVER, random);
        this.checksum = ciphers.checksum();
        this.resetToken = resetToken;
        this.keys = new ConnectionKeys(role, ciphers, serverSecurity);
        this.random = random;
        this.state = Handshaking.begin(now, config.handshakeTimeout());
        ConnectionCallbacks callbacks = new ConnectionCallbacks(this);
        this.streams = new Streams(role, config, callbacks);
        this.datagrams = new Datagrams(config.datagrams());
        this.mtu = new PathMtu(config.datagramSize(), config.maxDatagramSize());
        this.recovery = new LossRecovery(
                new RttEstimator(config.initialRtt().toNanos()),
                config.congestion().create(config.datagramSize()),
                new Pacer(10L * config.datagramSize()),
                config.maxProbeTimeout().toNanos(),
                callbacks);
        if (config.ecn()) {
            recovery.enableEcn(data);
        }
        this.liveness = new Liveness(config, recovery, now);
        this.dispatcher = new FrameDispatcher(this);
        TransportParameters own = TransportParameters.of(config, resetToken);
        if (clientSecurity != null) {
            this.handshake = Handshake.client(own, clientSecurity, random);
        } else if (serverSecurity != null) {
            this.handshake = Handshake.server(own, serverSecurity, random);
        }
        this.writer = new PacketWriter(this, role, checksum, liveness);
    }

    /**
     * Begins a connection towards a gateway; the first datagram is ready at once.
     *
     * @param security secured, or plain by name
     * @param localId this side's connection id, unique among its connections
     * @param initialRemoteId a random number that stands for the gateway until it names its own
     * @param remote the gateway's address
     * @param ciphers shared by the connections of one thread
     * @param random for challenges and nonces: a secure one in production
     */
    public static Connection client(
            ConnectionConfig config,
            ClientSecurity security,
            long localId,
            long initialRemoteId,
            InetSocketAddress remote,
            PacketCiphers ciphers,
            RandomGenerator random,
            long now) {
        return new Connection(
                Role.CLIENT, config, localId, initialRemoteId, new byte[0], remote, ciphers, security,
                null, random, now);
    }

    /**
     * Begins a connection for a client whose address is validated; hand it the client's INITIAL next.
     *
     * @param security which clients are taken
     * @param resetToken 16 bytes that a later stateless reset will end with
     */
    public static Connection server(
            ConnectionConfig config,
            ServerSecurity security,
            long localId,
            long remoteId,
            byte[] resetToken,
            InetSocketAddress remote,
            PacketCiphers ciphers,
            RandomGenerator random,
            long now) {
        return new Connection(
                Role.SERVER, config, localId, remoteId, resetToken, remote, ciphers, null, security, random, now);
    }

    /** Begins the event log, if the configuration asks for one. */
    public void beginLog(long now) {
        ConnectionLogs logs = config.logs();
        if (logs != null) {
            beginLog(now, logs);
        }
    }

    /** Begins an event log, in place of the present one, which is closed. */
    public void beginLog(long now, ConnectionLogs logs) {
        ConnectionLog before = log;
        if (before != null) {
            before.close();
        }
        ConnectionLog begun = logs.begin(now, role, localId, remoteId, paths.active());
        if (begun != null) {
            // The reset token is a secret.
            begun.onParameters(now, true, null, TransportParameters.of(config, new byte[0]));
        }
        log = begun;
    }

    // What came in.

    /**
     * Takes one datagram addressed to this connection. Corrupt, repeated and foreign packets are counted
     * and dropped.
     *
     * @param from where it came from
     * @param header the header, already read
     * @param packet the datagram; its position is at the payload. The buffer is the caller's again
     *     afterwards; its content may have changed
     */
    public void receive(long now, InetSocketAddress from, PacketHeader header, ByteBuffer packet) {
        receive(now, from, header, packet, Ecn.NOT_CAPABLE);
    }

    /**
     * As {@link #receive(long, InetSocketAddress, PacketHeader, ByteBuffer)}, for a driver that reads the marks of
     * explicit congestion notification.
     *
     * @param ecn the two bits of the IP header that the datagram came with, 0 to 3 (RFC 3168 §5)
     */
    public void receive(long now, InetSocketAddress from, PacketHeader header, ByteBuffer packet, int ecn) {
        if (state instanceof Closed || !paths.isAllowed(from)) {
            return;
        }
        int size = packet.limit();
        switch (header.type()) {
            case DATA -> receiveData(now, from, packet, ecn);
            case INITIAL -> receiveInitial(now, header, packet);
            case RETRY -> receiveRetry(now, header, packet);
            case VERSION_NEGOTIATION -> receiveVersions(packet);
        }
        counters.bytesReceived += size;
    }

    private void receiveData(long now, InetSocketAddress from, ByteBuffer packet, int ecn) {
        PacketProtection active = keys.protection();
        if (active == null) {
            // The hello that explains this packet is still on its way; the packet will come again.
            logDrop(now, PacketType.DATA, packet.limit(), Drop.TOO_EARLY);
            return;
        }
        long number = active.open(packet, data.received().largest());
        if (number == PacketProtection.FORGED) {
            if (!receiveStatelessReset(packet)) {
                counters.packetsCorrupt++;
                logDrop(now, PacketType.DATA, packet.limit(), Drop.CORRUPT);
            }
            return;
        }
        boolean newest = number > data.received().largest();
        int size = packet.limit() + active.overhead();
        boolean fresh = receiveFrames(now, data, number, packet, false);
        if (fresh) {
            data.received().onEcn(ecn);
            paths.onReceived(now, from, size, newest);
        }
        if (fresh && handshake != null) {
            recovery.discard(handshake.space());
            handshake = null;
        }
    }

    /** Tells the log what a packet may have changed. */
    void tellLog(long now) {
        if (log != null) {
            log.onRecovery(now, recovery);
            log.onKeyUpdates(now, keyUpdates());
        }
    }

    private void logDrop(long now, PacketType type, int size, Drop why) {
        if (log != null) {
            log.onPacketDropped(now, type, size, why);
        }
    }

    private void receiveInitial(long now, PacketHeader header, ByteBuffer packet) {
        if (!checksum.open(packet)) {
            counters.packetsCorrupt++;
            logDrop(now, PacketType.INITIAL, packet.limit(), Drop.CORRUPT);
            return;
        }
        Handshake current = handshake;
        if (current == null || header.version() != PacketHeader.VERSION_2) {
            return;
        }
        PacketSpace space = current.space();
        if (space.received().largest() < 0) {
            remoteId = header.source();
        } else if (header.source() != remoteId) {
            return;
        }
        long number = PacketHeader.expandNumber(space.received().largest(), header.truncatedNumber());
        if (receiveFrames(now, space, number, packet, true)) {
            onHandshakeHeard(now);
        }
        TransportParameters announced = current.peer();
        if (announced != null && peer == null && state instanceof Handshaking) {
            onPeerHello(current, announced);
            if (log != null) {
                log.onParameters(now, false, current.mode(), announced);
            }
        }
    }

    private void onPeerHello(Handshake established, TransportParameters announced) {
        peer = announced.resetToken();
        streams.onPeerParameters(announced);
        datagrams.onPeerParameters(announced);
        mtu.limit(announced.maxDatagramSize());
        recovery.peerMaxAckDelay(announced.maxAckDelay().toNanos());
        liveness.onPeerIdleTimeout(announced.idleTimeout().toNanos());
        keys.take(established, resetToken, random);
        // From here on in the keeping of the grants, until the peer has it.
        resetToken = NO_TOKEN;
        data.pingPending(keys.grants() != null);
        state = ESTABLISHED;
        if (role == Role.CLIENT) {
            // Tells the gateway that its hello arrived.
            data.pingPending(true);
            if (!established.endsWithClient()) {
                recovery.discard(established.space());
            }
        }
        addEvent(new ConnectionEvent.Established(announced));
    }

    void onNewTicket(ByteBuffer bytes) {
        keys.onNewTicket(bytes);
    }

    void onResetToken(ByteBuffer bytes) {
        if (role != Role.CLIENT || peer == null) {
            throw new TransportException(ErrorCode.PROTOCOL_VIOLATION, "a reset token that this side cannot use");
        }
        byte[] token = new byte[TransportParameters.RESET_TOKEN_SIZE];
        bytes.get(token);
        peer = token;
    }

    void onGrantAcknowledged(FrameKind kind) {
        keys.onGrantAcknowledged(kind);
    }

    void onGrantLost(FrameKind kind) {
        if (keys.onGrantLost(kind)) {
            data.pingPending(true);
        }
    }

    private boolean receiveFrames(
            long now, PacketSpace space, long number, ByteBuffer packet, boolean handshakeOnly) {
        PacketType type = handshakeOnly ? PacketType.INITIAL : PacketType.DATA;
        boolean eliciting = false;
        int size = packet.limit() + (handshakeOnly ? checksum.overhead() : protection().overhead());
        if (space.received().isDuplicate(number)) {
            counters.packetsDuplicate++;
            logDrop(now, type, size, Drop.DUPLICATE);
            return false;
        }
        counters.packetsReceived++;
        if (log != null) {
            log.onPacketReceived(now, type, number, size, packet);
        }
        try {
            eliciting = dispatcher.dispatch(now, space, packet, handshakeOnly);
            long delay = handshakeOnly ? 0 : config.maxAckDelay().toNanos();
            space.received().onReceived(now, number, eliciting, delay, ACK_THRESHOLD);
        } catch (TransportException violation) {
            if (handshakeOnly && isSecured()) {
                // Anyone can write an INITIAL packet: it must not end a connection that has keys.
                counters.packetsCorrupt++;
                logDrop(now, type, size, Drop.CORRUPT);
                return false;
            }
            beginClosing(
                    now,
                    new CloseReason(Origin.PROTOCOL, violation.code(), String.valueOf(violation.getMessage())));
        }
        wasIdle = now - liveness.lastReceived() > IDLE_RELEASE;
        if (wasIdle) {
            releaseIdle();
        }
        onPeerHeard(now, eliciting);
        tellLog(now);
        if (state instanceof Closing closing) {
            state = closing.peerSent(now);
        }
        return true;
    }

    private void onPeerHeard(long now, boolean eliciting) {
        if (liveness.onReceived(now, eliciting)) {
            report(new ConnectionEvent.Heard());
        }
    }

    private void receiveRetry(long now, PacketHeader header, ByteBuffer packet) {
        ByteBuffer offered = header.token();
        Handshake current = handshake;
        if (role != Role.CLIENT || retried || peer != null || offered == null || current == null) {
            return;
        }
        if (!checksum.open(packet)) {
            counters.packetsCorrupt++;
            logDrop(now, PacketType.RETRY, packet.limit(), Drop.CORRUPT);
            return;
        }
        retried = true;
        token = new byte[offered.remaining()];
        offered.get(token);
        remoteId = header.source();
        if (log != null) {
            log.onRetryReceived(now, remoteId, token.length);
        }
        recovery.discard(current.space());
        current.restart();
        onPeerHeard(now, /* eliciting= */ false);
        onHandshakeHeard(now);
    }

    private void onHandshakeHeard(long now) {
        if (state instanceof Handshaking handshaking) {
            state = handshaking.heard(now, config.handshakeTimeout());
        }
    }

    /** True once anything came from the peer that only it can have sent. */
    public boolean isPeerHeard() {
        Handshake current = handshake;
        return peer != null || retried || (current != null && current.space().received().largest() >= 0);
    }

    private void receiveVersions(ByteBuffer packet) {
        if (role != Role.CLIENT || peer != null || retried || !checksum.open(packet)) {
            return;
        }
        while (packet.remaining() >= 4) {
            if (packet.getInt() == PacketHeader.VERSION_2) {
                return;
            }
        }
        end(new CloseReason(
                Origin.PEER, ErrorCode.VERSION_UNSUPPORTED, "the gateway does not speak this version"));
    }

    private boolean isStatelessReset(ByteBuffer packet) {
        return peer != null && packet.limit() > PacketHeader.DATA_HEADER_SIZE
                && TransportParameters.endsWith(packet, peer);
    }

    /**
     * Checks a datagram that names no known connection for this connection's reset token, and ends the
     * connection if it carries it.
     *
     * @return true if it did
     */
    public boolean receiveStatelessReset(ByteBuffer datagram) {
        if (!isStatelessReset(datagram)) {
            return false;
        }
        onPeerForgot(new CloseReason(
                Origin.STATELESS_RESET, ErrorCode.RESET, "the gateway has no memory of this connection"));
        return true;
    }

    /** Nothing can be said to the peer any more: after the goodbyes that is as it should be. */
    private void onPeerForgot(CloseReason surprise) {
        switch (state) {
            case Closing closing -> end(closing.reason());
            case Lingering lingering -> state = new Closed(lingering.reason());
            default -> end(surprise);
        }
    }

    /** Ends the connection because the tunnel that carried it is no more; nothing can be said to the peer. */
    public void onTunnelClosed(ErrorCode code, String message) {
        onPeerForgot(new CloseReason(Origin.TUNNEL, code, message));
    }

    /**
     * The network reports that nothing takes packets at the peer's address, as by ICMP. Anyone can forge such a report,
     * and a gateway may come back, so it never ends a connection (RFC 1122 §4.1.3.3, RFC 8085 §5.2): a peer that leaves
     * something unanswered counts as silent at once.
     */
    public void onUnreachable() {
        boolean alive = state instanceof Handshaking || state instanceof Established || state instanceof Draining;
        if (alive && liveness.isConfirmedUnreachable()) {
            report(new ConnectionEvent.Silent());
        }
    }

    /** Does what time has made due; calling it too early is harmless. */
    public void onTimeout(long now) {
        switch (state) {
            case Handshaking(long deadline, long ignored) -> {
                if (now >= deadline) {
                    String what = isPeerHeard() ? "the gateway answers too slowly" : "no answer from the gateway";
                    end(new CloseReason(Origin.TIMEOUT, ErrorCode.HANDSHAKE_TIMEOUT, what));
                    return;
                }
            }
            case Draining(long deadline) -> {
                if (now >= deadline || streams.isEmpty()) {
                    finishDraining(now);
                }
            }
            case Closing closing -> {
                if (now >= closing.deadline()) {
                    end(closing.reason());
                }
                return;
            }
            case Lingering lingering -> {
                if (now >= lingering.deadline()) {
                    state = new Closed(lingering.reason());
                }
                return;
            }
            case Established ignored -> {
            }
            case Closed ignored -> {
                return;
            }
        }
        if (now >= liveness.idleDeadline()) {
            end(new CloseReason(
                    Origin.TIMEOUT, ErrorCode.IDLE_TIMEOUT, "nothing was heard within the idle timeout"));
            return;
        }
        if (liveness.hasFallenSilent(now)) {
            report(new ConnectionEvent.Silent());
        }
        if (now >= heartbeatDeadline()) {
            data.pingPending(true);
            liveness.onHeartbeat(now);
            releaseIdle();
        }
        if (handshake != null) {
            recovery.onTimeout(now, handshake.space());
        }
        recovery.onTimeout(now, data);
        paths.onTimeout(now);
        streams.expire(now);
    }

    private long heartbeatDeadline() {
        return peer != null && !data.isPingPending() ? liveness.heartbeatDeadline() : Long.MAX_VALUE;
    }

    // The application's wishes.

    /**
     * Opens a stream, or returns null if the peer allows no further one yet or the connection is not in
     * a state to.
     */
    public @Nullable Stream openStream() {
        return state instanceof Established ? streams.open() : null;
    }

    /**
     * Sends a datagram that may be lost, come late, or come out of order, but never twice (RFC 9221). It waits for
     * congestion control in a bounded queue; the rules are in {@link DatagramConfig}.
     *
     * @param datagram the connection's from now on
     * @return false if it was refused: the peer takes none, it is longer than {@link #maxDatagramPayload}, the queue is
     *     full, or the connection is not established
     */
    public boolean sendDatagram(byte[] datagram) {
        return state instanceof Established && datagrams.offer(datagram, writer.payloadRoom());
    }

    /** The longest datagram that {@link #sendDatagram} takes now, in bytes; it changes with the path. 0 for none. */
    public int maxDatagramPayload() {
        return state instanceof Established ? datagrams.maxPayload(writer.payloadRoom()) : 0;
    }

    /** The oldest received datagram that was not taken yet, or null. */
    public byte @Nullable [] pollDatagram() {
        return datagrams.poll();
    }

    void onDatagram(int frameSize, ByteBuffer content) {
        if (datagrams.onDatagram(frameSize, content)) {
            report(new ConnectionEvent.DatagramsReadable());
        }
    }

    /**
     * Closes gracefully: every stream's sending direction is finished, what was offered is delivered,
     * the peer's directions are awaited for the drain timeout, and then the connection closes.
     */
    public void shutdown(long now) {
        if (state instanceof Established) {
            streams.finishAll();
            state = new Draining(now + config.drainTimeout().toNanos());
            if (streams.isEmpty()) {
                finishDraining(now);
            }
        } else if (state instanceof Handshaking) {
            close(now, ErrorCode.NO_ERROR, "closed before the handshake ended");
        }
    }

    private void finishDraining(long now) {
        if (streams.isEmpty()) {
            beginClosing(now, new CloseReason(Origin.APPLICATION, ErrorCode.NO_ERROR, "closed"));
        } else {
            ErrorCode code = ErrorCode.DRAIN_TIMEOUT;
            beginClosing(now, new CloseReason(Origin.APPLICATION, code, code.advice()));
        }
    }

    /** Whether what it sends is large and not urgent: then it may hold less to send, and its endpoint lets others go first. */
    public void background(boolean wanted) {
        background = wanted;
    }

    public boolean isBackground() { return background; }

    /** Closes at once; what is in flight may be lost. */
    public void close(long now, ErrorCode code, String message) {
        beginClosing(now, new CloseReason(Origin.APPLICATION, code, message));
    }

    private void beginClosing(long now, CloseReason reason) {
        if (state instanceof Closing || state instanceof Lingering || state instanceof Closed) {
            return;
        }
        if (role == Role.CLIENT && peer == null && !retried && !recovery.rtt().hasSample()
                && handshake != null && handshake.space().received().largest() < 0) {
            end(reason);
            return;
        }
        state = Closing.begin(now, reason, recovery.probeInterval());
        streams.onEnd();
    }

    private void end(CloseReason reason) {
        if (!(state instanceof Closed)) {
            if (!(state instanceof Lingering)) {
                addEvent(new ConnectionEvent.Closed(reason));
            }
            state = new Closed(reason);
            streams.onEnd();
        }
    }

    /** What streams tell; nothing follows the end, though packets from before it may still come. */
    void report(ConnectionEvent event) {
        if (!(state instanceof Lingering) && !(state instanceof Closed)) {
            addEvent(event);
        }
    }

    void onPeerClose(long now, long code, String message) {
        ErrorCode known = ErrorCode.ofOrInternal(code);
        switch (state) {
            case Closing closing -> end(closing.reason());
            case Lingering lingering ->
                state = lingering.withAnswerPending(true);
            case Closed ignored -> {
            }
            // Refused: the gateway keeps no state, and would refuse an answer again.
            case Handshaking ignored when role == Role.CLIENT -> end(new CloseReason(Origin.PEER, known, message));
            default -> {
                CloseReason reason = new CloseReason(Origin.PEER, known, message);
                addEvent(new ConnectionEvent.Closed(reason));
                state = Lingering.begin(now, reason, recovery.probeInterval());
                streams.onEnd();
            }
        }
    }

    // What goes out.

    /** The next event, or null. */
    public @Nullable ConnectionEvent pollEvent() {
        return events == null ? null : events.poll();
    }

    private void addEvent(ConnectionEvent event) {
        ArrayDeque<ConnectionEvent> waiting = events == null ? new ArrayDeque<>(4) : events;
        waiting.add(event);
        events = waiting;
    }

    /** Gives back what a silent connection does without: a gateway holds very many of them. */
    private void releaseIdle() {
        streams.releaseIdle();
        recovery.releaseIdle();
        data.sent().releaseIfEmpty();
        if (events != null && events.isEmpty()) {
            events = null;
        }
    }

    /**
     * Builds the next datagram.
     *
     * @param out written from position 0; on return position 0 and limit at the datagram's end. Needs a
     *     capacity of at least the configured {@code maxDatagramSize}
     * @return false if nothing may or need be sent now; {@code out} is then undefined
     */
    public boolean pollTransmit(long now, ByteBuffer out) {
        if (state instanceof Draining && streams.isEmpty()) {
            finishDraining(now);
        }
        if (data.sent().isFull() || (handshake != null && handshake.space().sent().isFull())) {
            beginClosing(
                    now,
                    new CloseReason(
                            Origin.PROTOCOL, ErrorCode.PROTOCOL_VIOLATION,
                            "the peer asks much and acknowledges nothing"));
        }
        writer.begin();
        streams.expire(now);
        return switch (state) {
            case Closed ignored -> false;
            case Closing closing -> writeClosing(now, closing, out);
            case Lingering lingering -> {
                if (!lingering.answerPending()) {
                    yield false;
                }
                state = lingering.withAnswerPending(false);
                yield writer.writeClose(now, lingering.reason(), mayMissHello(), out);
            }
            default -> writer.writeInitial(now, out)
                    || (peer != null && writeEstablished(now, out));
        };
    }

    private boolean writeEstablished(long now, ByteBuffer out) {
        boolean wrote = writer.writePathProof(now, out)
                || writer.writeMtuProbe(now, out)
                || writer.writeData(now, out);
        if (!wrote && wasIdle && !data.received().hasUnacknowledged()) {
            // A heartbeat was answered: the silence goes on.
            wasIdle = false;
            data.sent().releaseIfEmpty();
        }
        return wrote;
    }

    private boolean writeClosing(long now, Closing closing, ByteBuffer out) {
        if (now < closing.nextSend()) {
            return false;
        }
        Closing sent = closing.sent(now);
        state = sent;
        // While the hello may be on its way, a DATA packet may not be understood yet, an INITIAL no more: by turns.
        boolean initial = mayMissHello() && (peer == null || sent.sends() % 2 == 1);
        return writer.writeClose(now, closing.reason(), initial, out);
    }

    /** True if the peer may not have this side's hello, and so drops DATA packets. */
    private boolean mayMissHello() {
        return handshake != null && (peer == null || role == Role.SERVER || handshake.endsWithClient());
    }

    void onPathResponse(long proof) {
        InetSocketAddress before = paths.onResponse(proof);
        if (before == null) {
            return;
        }
        if (!before.getAddress().equals(paths.active().getAddress())) {
            // Another host is another path; another port is the same one behind a NAT (RFC 9000 §9.4).
            recovery.onPathChanged(
                    new RttEstimator(config.initialRtt().toNanos()),
                    config.congestion().create(config.datagramSize()));
            mtu.restart(data.sent().nextNumber());
        }
        recovery.probe(data);
        addEvent(new ConnectionEvent.PathChanged(paths.active()));
    }

    /** When {@link #onTimeout} should be called next, or {@link Long#MAX_VALUE} for never. */
    public long nextTimeout() {
        return switch (state) {
            case Closed ignored -> Long.MAX_VALUE;
            case Closing closing -> Math.min(closing.deadline(), closing.nextSend());
            case Lingering lingering -> lingering.deadline();
            case Handshaking(long deadline, long ignored) -> Math.min(deadline, transportTimeout());
            case Draining(long deadline) -> Math.min(deadline, transportTimeout());
            case Established ignored -> transportTimeout();
        };
    }

    private long transportTimeout() {
        long next = Math.min(liveness.idleDeadline(), heartbeatDeadline());
        next = Math.min(next, liveness.silenceDeadline());
        if (handshake != null && mayMissHello()) {
            next = Math.min(next, recovery.deadline(handshake.space()));
            next = Math.min(next, handshake.space().received().ackDeadline());
        }
        next = Math.min(next, recovery.deadline(data));
        next = Math.min(next, data.received().ackDeadline());
        next = Math.min(next, streams.nextExpiry());
        next = Math.min(next, paths.deadline(PacketWriter.PATH_PACKET));
        if ((data.isPingPending() || datagrams.isSendable() || streams.isSendable())
                && recovery.isWindowOpen(mtu.current())) {
            next = Math.min(next, writer.pacedUntil());
        }
        return next;
    }

    // Plain questions.

    /** The peer's address. */
    public InetSocketAddress remote() {
        return paths.active();
    }

    /** Where the datagram goes that {@link #pollTransmit} built last. */
    public InetSocketAddress transmitTo() {
        return writer.transmitTo();
    }

    /** The two bits of the IP header that the datagram should leave with that {@link #pollTransmit} built last. */
    public int transmitEcn() {
        return writer.transmitEcn();
    }

    /** True if the path was seen to carry marks of explicit congestion notification (RFC 9000 §13.4.2). */
    public boolean isEcnCapable() {
        return recovery.ecn().isCapable();
    }

    /** This side's connection id. */
    public long localId() {
        return localId;
    }

    /** The peer's connection id; changes during the handshake. */
    public long remoteId() {
        return remoteId;
    }

    /** When the last packet of the peer came, on the caller's clock; the connection's beginning if none did. */
    public long lastReceived() {
        return liveness.lastReceived();
    }

    /**
     * True if the peer left more unanswered than the path's losses explain and nothing came of it since; always false
     * unless {@link ConnectionConfig#silenceProbe} asks to find out.
     */
    public boolean isPeerSilent() { return liveness.isSilent(); }

    public ConnectionState state() {
        return state;
    }

    /** True when the connection may be forgotten. */
    public boolean isOver() { return state instanceof Closed; }

    /** About how many bytes the buffers hold that a peer can make grow. */
    public long memory() {
        Handshake current = handshake;
        return streams.memory() + data.sent().memory() + (current == null ? 0 : current.space().sent().memory());
    }

    public ConnectionStatistics statistics() {
        return new ConnectionStatistics(
                counters.packetsSent,
                counters.packetsReceived,
                counters.bytesSent,
                counters.bytesReceived,
                recovery.packetsLost(),
                recovery.packetsSpuriouslyLost(),
                counters.packetsCorrupt,
                counters.packetsDuplicate,
                recovery.probeTimeouts(),
                recovery.rtt().smoothed(),
                recovery.rtt().minimum(),
                recovery.congestion().window(),
                recovery.bytesInFlight(),
                streams.openCount());
    }

    /** As {@link ConnectionStatistics#packetsLost()}. */
    public long packetsLost() {
        return recovery.packetsLost();
    }

    /** As {@link ConnectionStatistics#packetsSpuriouslyLost()}. */
    public long packetsSpuriouslyLost() {
        return recovery.packetsSpuriouslyLost();
    }

    /** As {@link ConnectionStatistics#probeTimeouts()}. */
    public long probeTimeouts() {
        return recovery.probeTimeouts();
    }

    /** The newest sample of the round-trip time, or what is assumed before the first, in nanoseconds. */
    public long latestRtt() {
        return recovery.rtt().latest();
    }

    /** What became of unreliable datagrams. */
    public DatagramStatistics datagramStatistics() {
        return datagrams.statistics();
    }

    /** The largest datagram that the path in use is known to carry, in bytes (RFC 8899). */
    public int datagramSize() {
        return mtu.current();
    }

    /** The address token to show in INITIAL packets; empty before the gateway gave one. */
    byte[] token() {
        return token;
    }

    /** True once packets are encrypted. */
    public boolean isSecured() { return keys.isSecured(); }

    /** How often keys were changed (RFC 9001 §6), by either side; 0 in plain mode. */
    public int keyUpdates() {
        return keys.updates();
    }

    /** A client in full handshake may still be refused by a gateway that has no keys yet. */
    boolean ignoresInitialClose() {
        return isSecured() && !(role == Role.CLIENT && handshake != null && handshake.endsWithClient());
    }

    /** What a client may resume with later, the newest; null if the gateway gave none. */
    public @Nullable Ticket ticket() {
        return keys.ticket();
    }

    /** Who the peer proved to be, as by a client's certificate; null if it did not. */
    public @Nullable String peerIdentity() {
        return paths.active() instanceof TunnelAddress tunnel && tunnel.isSecured()
                ? tunnel.peerIdentity()
                : keys.peerIdentity();
    }

    @Nullable
    PostHandshake grants() {
        return keys.grants();
    }

    /** What protects DATA packets; only once the peer is known. */
    PacketProtection protection() {
        PacketProtection agreed = keys.protection();
        if (agreed == null) {
            throw new IllegalStateException("the handshake is not over");
        }
        return agreed;
    }

    /** True once the peer's hello is known. */
    boolean isPeerKnown() { return peer != null; }

    /** The event log, or null. */
    public @Nullable ConnectionLog log() {
        return log;
    }

    PacketSpace data() {
        return data;
    }

    Counters counters() {
        return counters;
    }

    Streams streams() {
        return streams;
    }

    Datagrams datagrams() {
        return datagrams;
    }

    PathMtu mtu() {
        return mtu;
    }

    Paths paths() {
        return paths;
    }

    LossRecovery recovery() {
        return recovery;
    }

    @Nullable
    Handshake handshake() {
        return handshake;
    }
}
