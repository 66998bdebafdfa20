package io.sluice.crsp.connection;

import io.sluice.crsp.recovery.Ecn;
import io.sluice.crsp.recovery.LossRecovery;
import io.sluice.crsp.recovery.PacketSpace;
import io.sluice.crsp.recovery.SentPacket;
import io.sluice.crsp.security.Aead;
import io.sluice.crsp.wire.Crc32cProtection;
import io.sluice.crsp.wire.FrameReader;
import io.sluice.crsp.wire.FrameType;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.PacketType;
import io.sluice.crsp.wire.VarInt;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Builds the datagrams of a connection: decides what may go out now, fills the packet, protects it and hands its record
 * to recovery. Every method that returns true leaves one datagram in {@code out}, from position 0 to its limit. Not safe
 * for threads.
 */
final class PacketWriter {
    private static final int MIN_FRAME_ROOM = 64;

    /** Ack-eliciting packets are padded to this, so that a stateless reset can be smaller (RFC 9000 §10.3). */
    private static final int MIN_DATA_PACKET = 40;

    /** Bytes of a packet that asks for or gives proof of an address. */
    static final int PATH_PACKET = MIN_DATA_PACKET + Aead.TAG_SIZE;

    private final Connection connection;
    private final Role role;
    private final PathMtu mtu;
    private final Crc32cProtection checksum;
    private final Liveness liveness;
    private final PacketSpace data;
    private final Streams streams;
    private final Datagrams datagrams;
    private final LossRecovery recovery;
    private final Paths paths;
    private final Counters counters;
    private InetSocketAddress transmitTo;
    private int transmitEcn;
    private long pacedUntil = Long.MIN_VALUE;

    PacketWriter(
            Connection connection,
            Role role,
            Crc32cProtection checksum,
            Liveness liveness) {
        this.connection = connection;
        this.role = role;
        this.mtu = connection.mtu();
        this.checksum = checksum;
        this.liveness = liveness;
        this.data = connection.data();
        this.streams = connection.streams();
        this.datagrams = connection.datagrams();
        this.recovery = connection.recovery();
        this.paths = connection.paths();
        this.counters = connection.counters();
        this.transmitTo = paths.active();
    }

    /** The next datagram goes to the path in use unless its writer decides otherwise. */
    void begin() {
        transmitTo = paths.active();
        transmitEcn = Ecn.NOT_CAPABLE;
    }

    int transmitEcn() {
        return transmitEcn;
    }

    InetSocketAddress transmitTo() {
        return transmitTo;
    }

    /** Until when pacing holds the next packet back; in the past if it does not. */
    long pacedUntil() {
        return pacedUntil;
    }

    boolean writeClose(long now, CloseReason reason, boolean initial, ByteBuffer out) {
        Handshake handshake = connection.handshake();
        PacketSpace space = initial && handshake != null ? handshake.space() : data;
        SentPacket packet = space.sent().begin();
        out.clear();
        if (space == data) {
            PacketHeader.writeData(out, connection.remoteId(), packet.number());
        } else {
            PacketHeader.writeInitial(out, connection.remoteId(), connection.localId(), connection.token(),
                    packet.number());
        }
        byte[] message = reason.message().getBytes(StandardCharsets.UTF_8);
        int length = Math.min(message.length, FrameReader.MAX_REASON);
        out.put((byte) FrameType.CONNECTION_CLOSE);
        VarInt.write(out, reason.code().code());
        VarInt.write(out, length);
        out.put(message, 0, length);
        padInitial(space, out);
        seal(now, space, packet, out, false);
        return true;
    }

    boolean writeInitial(long now, ByteBuffer out) {
        Handshake current = connection.handshake();
        if (current == null
                || (role == Role.CLIENT && connection.isPeerKnown() && !current.endsWithClient())) {
            return false;
        }
        PacketSpace space = current.space();
        boolean ackDue = space.received().isAckDue(now);
        boolean wanted = current.isSendable() || space.probesPending() > 0;
        if (!ackDue && !wanted) {
            return false;
        }
        SentPacket packet = space.sent().begin();
        out.clear();
        PacketHeader.writeInitial(out, connection.remoteId(), connection.localId(), connection.token(),
                packet.number());
        out.limit(mtu.base() - checksum.overhead());
        if (space.received().hasUnacknowledged()) {
            packet.ackLargest(space.received().writeAck(now, out));
        }
        current.write(out, packet);
        boolean eliciting = packet.frameCount() > 0;
        if (wanted && !eliciting) {
            out.put((byte) FrameType.PING);
            eliciting = true;
        }
        padInitial(space, out);
        seal(now, space, packet, out, eliciting);
        return true;
    }

    private void padInitial(PacketSpace space, ByteBuffer out) {
        if (role == Role.CLIENT && space != data) {
            // A full first datagram keeps the gateway from being an amplifier (RFC 9000 §14.1).
            out.limit(mtu.base() - checksum.overhead());
            while (out.hasRemaining()) {
                out.put((byte) FrameType.PADDING);
            }
        }
    }

    /** Asks a new address, or answers, in a packet of its own: it is no measure of the path in use. */
    boolean writePathProof(long now, ByteBuffer out) {
        InetSocketAddress asked = paths.challengeDue(now, PATH_PACKET);
        Long answer = asked == null ? paths.takeResponse() : null;
        if (asked == null && answer == null) {
            return false;
        }
        SentPacket packet = data.sent().begin();
        out.clear();
        PacketHeader.writeData(out, connection.remoteId(), packet.number());
        if (asked != null) {
            transmitTo = asked;
            out.put((byte) FrameType.PATH_CHALLENGE);
            out.putLong(paths.takeChallenge(now, PATH_PACKET, recovery.probeInterval()));
        } else if (answer != null) {
            out.put((byte) FrameType.PATH_RESPONSE);
            out.putLong(answer);
        }
        while (out.position() < MIN_DATA_PACKET) {
            out.put((byte) FrameType.PADDING);
        }
        seal(now, data, packet, out, false);
        return true;
    }

    /** Asks whether the path carries a larger datagram, in a packet that nobody misses (RFC 8899 §4.1). */
    boolean writeMtuProbe(long now, ByteBuffer out) {
        int size = mtu.probeDue(now);
        if (size == 0 || size > out.capacity() || !hasContent() || !recovery.isWindowOpen(size)
                || recovery.paceUntil(now, size) > now) {
            return false;
        }
        SentPacket packet = data.sent().begin();
        packet.markMtuProbe();
        out.clear();
        PacketHeader.writeData(out, connection.remoteId(), packet.number());
        out.limit(size - connection.protection().overhead());
        out.put((byte) FrameType.PING);
        while (out.hasRemaining()) {
            out.put((byte) FrameType.PADDING);
        }
        mtu.onProbeSent();
        seal(now, data, packet, out, true);
        return true;
    }

    boolean writeData(long now, ByteBuffer out) {
        boolean ackDue = data.received().isAckDue(now);
        boolean probe = data.probesPending() > 0;
        boolean content = hasContent();
        boolean repeats = !content && recovery.mayRepeatTail(data) && mayElicit(now)
                && recovery.repeatTail(data) && hasContent();
        boolean wanted = data.isPingPending() || content || repeats;
        boolean mayElicit = probe || (wanted && mayElicit(now));
        if (!ackDue && !mayElicit) {
            return false;
        }
        SentPacket packet = data.sent().begin();
        if (repeats) {
            packet.markRepeated();
        }
        out.clear();
        PacketHeader.writeData(out, connection.remoteId(), packet.number());
        // A probe for a lost peer must not fall into the hole that swallows large datagrams only.
        out.limit((probe ? mtu.base() : mtu.current()) - connection.protection().overhead());
        boolean acked = false;
        if (data.received().hasUnacknowledged()) {
            packet.ackLargest(data.received().writeAck(now, out));
            acked = packet.ackLargest() >= 0;
        }
        boolean eliciting = mayElicit && writeEliciting(now, out, packet, probe);
        if (!eliciting && !acked) {
            return false;
        }
        while (eliciting && out.position() < MIN_DATA_PACKET) {
            out.put((byte) FrameType.PADDING);
        }
        seal(now, data, packet, out, eliciting);
        mtu.onSent(out.limit());
        return true;
    }

    private boolean hasContent() {
        return datagrams.isSendable() || streams.isSendable();
    }

    /** Bytes for frames in a DATA packet. */
    int payloadRoom() {
        return mtu.current() - PacketHeader.DATA_HEADER_SIZE - connection.protection().overhead();
    }

    private boolean mayElicit(long now) {
        if (!recovery.isWindowOpen(mtu.current())) {
            recovery.applicationLimited(false);
            return false;
        }
        pacedUntil = recovery.paceUntil(now, mtu.current());
        return pacedUntil <= now;
    }

    private boolean writeEliciting(long now, ByteBuffer out, SentPacket packet, boolean probe) {
        PostHandshake grants = connection.grants();
        boolean wrote = grants != null && grants.write(out, packet);
        wrote |= out.remaining() >= MIN_FRAME_ROOM && writeContent(now, out, packet);
        if (!wrote && (probe || data.isPingPending())) {
            out.put((byte) FrameType.PING);
            wrote = true;
        }
        if (wrote) {
            data.pingPending(false);
            data.onProbeSent();
            recovery.applicationLimited(!hasContent());
        }
        return wrote;
    }

    private boolean writeContent(long now, ByteBuffer out, SentPacket packet) {
        boolean wrote = false;
        boolean datagramsFirst = datagrams.isSendable() && datagrams.takeTurn(streams.isSendable());
        if (datagramsFirst) {
            wrote = datagrams.write(out, packet, payloadRoom());
        }
        if (out.remaining() >= MIN_FRAME_ROOM) {
            wrote |= streams.write(now, recovery.rtt().smoothed(), out, packet);
        }
        if (!datagramsFirst) {
            wrote |= datagrams.write(out, packet, payloadRoom());
        }
        return wrote;
    }

    private void seal(
            long now, PacketSpace space, SentPacket packet, ByteBuffer out, boolean eliciting) {
        out.flip();
        ConnectionLog log = connection.log();
        if (log != null) {
            log.onPacketSent(now, space == data ? PacketType.DATA : PacketType.INITIAL, packet.number(),
                    out.limit() + (space == data ? connection.protection().overhead() : checksum.overhead()), out);
        }
        if (space == data) {
            connection.protection().seal(out, packet.number());
        } else {
            checksum.seal(out);
            if (eliciting) {
                space.onProbeSent();
                space.pingPending(false);
            }
        }
        if (space == data && eliciting) {
            transmitEcn = recovery.ecn().codepoint();
            if (transmitEcn != Ecn.NOT_CAPABLE) {
                packet.markEcn();
            }
        }
        recovery.onSent(now, space, packet, out.limit(), eliciting);
        connection.tellLog(now);
        counters.packetsSent++;
        counters.bytesSent += out.limit();
        if (eliciting) {
            liveness.onElicitingSent(now, packet.frameCount() == 0);
        }
    }
}
