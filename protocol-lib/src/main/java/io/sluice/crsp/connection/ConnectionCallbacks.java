package io.sluice.crsp.connection;

import io.sluice.crsp.recovery.FrameFates;
import io.sluice.crsp.recovery.PacketSpace;
import io.sluice.crsp.recovery.SentPacket;
import io.sluice.crsp.recovery.SentPacket.Fate;
import io.sluice.crsp.recovery.SentPacket.FrameKind;
import io.sluice.crsp.wire.PacketType;

/** What recovery and streams have to tell and to ask: recovery, what became of the frames of streams and handshake. */
final class ConnectionCallbacks implements FrameFates, StreamsOwner {
    private final Connection connection;

    ConnectionCallbacks(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void onPacketAcknowledged(long now, SentPacket packet) {
        if (connection.mtu().onAcknowledged(now, packet, connection.recovery().rtt().smoothed())) {
            connection.recovery().onDatagramSize(connection.mtu().current());
        }
    }

    @Override
    public void onPacketLost(long now, SentPacket packet) {
        ConnectionLog log = connection.log();
        if (log != null) {
            tellOfLoss(now, packet, log);
        }
        if (connection.mtu().onLost(now, packet, connection.recovery().rtt().smoothed())) {
            connection.recovery().onDatagramSize(connection.mtu().current());
        }
    }

    private void tellOfLoss(long now, SentPacket packet, ConnectionLog log) {
        Handshake handshake = connection.handshake();
        PacketSpace space = handshake != null && handshake.space().sent().get(packet.number()) == packet
                ? handshake.space()
                : connection.data();
        log.onPacketLost(now, space == connection.data() ? PacketType.DATA : PacketType.INITIAL, packet,
                connection.recovery().isBeyondReordering(space, packet.number()));
    }

    @Override
    public void onFrameAcknowledged(SentPacket packet, int index) {
        long offset = packet.frameOffset(index);
        long length = packet.frameLength(index);
        FrameKind kind = packet.frameKind(index);
        Handshake handshake = connection.handshake();
        if (kind == FrameKind.DATAGRAM) {
            return;
        }
        if (isPostHandshake(kind)) {
            connection.onGrantAcknowledged(kind);
        } else if (kind != FrameKind.HANDSHAKE) {
            connection.streams().onAcknowledged(kind, packet.frameStream(index), offset, length);
        } else if (handshake != null) {
            handshake.onAcknowledged(offset, length);
        }
    }

    @Override
    public void onFrameLost(SentPacket packet, int index) {
        long offset = packet.frameOffset(index);
        long length = packet.frameLength(index);
        FrameKind kind = packet.frameKind(index);
        Handshake handshake = connection.handshake();
        if (kind == FrameKind.DATAGRAM) {
            if (packet.fate() == Fate.LOST) {
                connection.datagrams().onLost();
            }
            return;
        }
        if (isPostHandshake(kind)) {
            connection.onGrantLost(kind);
        } else if (kind != FrameKind.HANDSHAKE) {
            connection.streams().onLost(kind, packet.frameStream(index), offset, length);
        } else if (handshake != null) {
            handshake.onLost(offset, length);
        }
    }

    @Override
    public void report(ConnectionEvent event) {
        connection.report(event);
    }

    @Override
    public long congestionWindow() {
        return connection.recovery().congestion().window();
    }

    @Override
    public boolean isBackground() { return connection.isBackground(); }

    private static boolean isPostHandshake(FrameKind kind) {
        return kind == FrameKind.NEW_TICKET || kind == FrameKind.RESET_TOKEN;
    }
}
