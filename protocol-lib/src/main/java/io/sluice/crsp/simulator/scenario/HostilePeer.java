package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.simulator.SimulatedNode;
import io.sluice.crsp.wire.Crc32cProtection;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.FrameReader;
import io.sluice.crsp.wire.FrameType;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.PacketType;
import io.sluice.crsp.wire.TransportException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client of plain mode, written from the specification alone, that connects and then does one {@link Hostility}. It
 * has nothing in common with the product's own connection, or both could be wrong in the same way.
 */
final class HostilePeer implements SimulatedNode {
    private static final int MIN_INITIAL = 1200;
    private static final int MAX_DATAGRAM = 1400;
    private static final long HELLO_PAUSE = 200_000_000L;
    private static final int MAX_HELLOS = 50;
    private static final long LAST_WORD = 3_000_000_000L;

    private enum Phase {
        WAITING, HELLO, ATTACK, LISTENING, OVER
    }

    private final Hostility hostility;
    private final InetSocketAddress gateway;
    private final SplittableRandom random;
    private final HostileScript script;
    private final ArrayDeque<byte[]> outbox = new ArrayDeque<>();
    private final PacketHeader header = new PacketHeader();
    private final Crc32cProtection checksum = new Crc32cProtection();
    private final Frames frames = new Frames();
    private final BitSet received = new BitSet();
    private final long localId;
    private long remoteId;
    private byte[] token = {};
    private Phase phase = Phase.WAITING;
    private long next = Long.MAX_VALUE;
    private int hellos;
    private int round;
    private long initialNumber;
    private long dataNumber;
    private boolean ackWanted;
    private boolean established;
    private @Nullable ErrorCode closedWith;

    HostilePeer(
            Hostility hostility, InetSocketAddress gateway, SplittableRandom random, ConnectionConfig gatewayConfig) {
        this.hostility = hostility;
        this.gateway = gateway;
        this.random = random;
        this.localId = random.nextLong();
        this.remoteId = random.nextLong();
        this.script = new HostileScript(this, hostility, random, gatewayConfig);
    }

    Hostility hostility() {
        return hostility;
    }

    /** True when all that was planned has been sent and answers had their time. */
    boolean isOver() {
        return phase == Phase.OVER;
    }

    /** What the gateway closed with, or null. */
    @Nullable
    ErrorCode closedWith() {
        return closedWith;
    }

    /** True if the attack took place: the connection that it needs came about. */
    boolean hasAttacked() {
        return established || hostility.isBeforeHandshake() || (hostility.isDuringHandshake() && token.length > 0);
    }

    /** The highest number that the gateway was seen to use, or -1. */
    int largestReceived() {
        return received.length() - 1;
    }

    void begin(long time) {
        next = time;
    }

    // What the script uses.

    void data(byte[]... payload) {
        ByteBuffer out = ByteBuffer.allocate(MAX_DATAGRAM);
        PacketHeader.writeData(out, remoteId, dataNumber++);
        seal(out, payload);
    }

    void initial(byte[]... payload) {
        ByteBuffer out = ByteBuffer.allocate(MAX_DATAGRAM);
        PacketHeader.writeInitial(out, remoteId, localId, token, initialNumber++);
        for (byte[] frame : payload) {
            out.put(frame);
        }
        out.position(Math.max(out.position(), MIN_INITIAL - Crc32cProtection.SIZE));
        seal(out);
    }

    void raw(byte[] datagram) {
        outbox.add(datagram);
    }

    byte @Nullable [] lastSent() {
        return outbox.peekLast();
    }

    void token(byte[] shown) {
        token = shown;
    }

    void remoteId(long id) {
        remoteId = id;
    }

    private void seal(ByteBuffer out, byte[]... payload) {
        for (byte[] frame : payload) {
            out.put(frame);
        }
        out.flip();
        checksum.seal(out);
        byte[] datagram = new byte[out.limit()];
        out.get(0, datagram);
        outbox.add(datagram);
    }

    // The network's side.

    @Override
    public void receive(long now, InetSocketAddress from, byte[] datagram) {
        ByteBuffer in = ByteBuffer.wrap(datagram);
        if (phase == Phase.OVER || !header.read(in) || header.destination() != localId) {
            return;
        }
        ByteBuffer offered = header.token();
        if (header.type() == PacketType.RETRY && token.length == 0 && offered != null) {
            token = new byte[offered.remaining()];
            offered.get(token);
            remoteId = header.source();
            next = now;
        } else if (header.type() == PacketType.INITIAL && checksum.open(in)) {
            remoteId = header.source();
            read(in);
        } else if (header.type() == PacketType.DATA && checksum.open(in)) {
            if (header.truncatedNumber() < Integer.MAX_VALUE) {
                received.set((int) header.truncatedNumber());
            }
            ackWanted |= read(in);
        }
    }

    private boolean read(ByteBuffer payload) {
        try {
            return FrameReader.read(payload, frames);
        } catch (TransportException e) {
            throw new IllegalStateException("the gateway sent what cannot be read", e);
        }
    }

    private final class Frames extends QuietFrames {
        @Override
        public void onHandshake(long offset, ByteBuffer data) {
            if (phase == Phase.HELLO && !hostility.isDuringHandshake()) {
                established = true;
                phase = Phase.ATTACK;
                next = Long.MIN_VALUE;
            }
        }

        @Override
        public void onConnectionClose(long errorCode, String reason) {
            if (closedWith == null) {
                closedWith = ErrorCode.ofOrInternal(errorCode);
            }
        }
    }

    @Override
    public void onTimeout(long now) {
        if (ackWanted && script.acknowledges() && established && closedWith == null) {
            acknowledge();
        }
        ackWanted = false;
        if (now < next) {
            return;
        }
        switch (phase) {
            case WAITING -> {
                phase = hostility.isBeforeHandshake() ? Phase.ATTACK : Phase.HELLO;
                next = now;
            }
            case HELLO -> hello(now);
            case ATTACK -> {
                if (round < hostility.rounds() && (closedWith == null || hostility == Hostility.CLOSE_AND_TALK)) {
                    script.attack(round++);
                    next = now + hostility.gapNanos();
                } else {
                    phase = Phase.LISTENING;
                    next = now + LAST_WORD;
                }
            }
            case LISTENING -> {
                phase = Phase.OVER;
                next = Long.MAX_VALUE;
            }
            case OVER -> {
            }
        }
    }

    private void hello(long now) {
        if (++hellos > MAX_HELLOS || closedWith != null) {
            phase = Phase.LISTENING;
            next = now + LAST_WORD;
            return;
        }
        script.hello(token.length > 0);
        next = now + HELLO_PAUSE;
    }

    private void acknowledge() {
        int largest = largestReceived();
        if (largest >= 0) {
            int gap = received.previousClearBit(largest);
            data(HostileScript.frame(FrameType.ACK, largest, 0, 0, largest - gap - 1));
        }
    }

    @Override
    public long nextTimeout() {
        return ackWanted ? Long.MIN_VALUE : next;
    }

    @Override
    public void flush(long now, Sender sender) {
        for (byte[] datagram = outbox.poll(); datagram != null; datagram = outbox.poll()) {
            sender.send(gateway, datagram);
        }
    }

    /** Chance of this peer. */
    SplittableRandom random() {
        return random;
    }
}
