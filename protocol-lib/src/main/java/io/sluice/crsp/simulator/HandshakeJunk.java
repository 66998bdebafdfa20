package io.sluice.crsp.simulator;

import io.sluice.crsp.wire.Crc32cProtection;
import io.sluice.crsp.wire.FrameType;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.PacketType;
import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * First datagrams as someone sends them who wants to keep a gateway busy from addresses that are not his: every checksum
 * is right, every connection id is new, and none may ever become a connection. Not safe for threads.
 */
public final class HandshakeJunk {
    /** Bytes of every datagram but the undersized ones: the least that a gateway answers. */
    public static final int SIZE = 1200;

    private static final int MIN_UNDERSIZED = 100;
    private static final int TOKEN_MAC = 16;
    private static final int HELLO = 600;
    private static final int MODE_TLS = 2;
    private static final int MODE_RESUMPTION = 3;
    private static final int NO_PARAMETERS = 0;
    private static final int TICKET = 200;
    private static final Kind[] KINDS = Kind.values();

    /** What is wrong with a datagram. */
    public enum Kind {
        /** Nothing, but that the address is not shown to be the sender's. */
        NO_TOKEN,
        /** A token with the time of a real one, so that only its code can tell. */
        FORGED_TOKEN,
        /** A real token, shown too late. */
        EXPIRED_TOKEN,
        /** A real token that another address was given. */
        FOREIGN_TOKEN,
        /** Smaller than what a gateway answers. */
        UNDERSIZED,
        /** A version that nobody speaks. */
        OTHER_VERSION,
        /** Comes back with a ticket that no gateway gave. */
        FORGED_TICKET,
        /** Asks for TLS and goes on with noise. */
        NONSENSE_TLS;

        /** True if {@link #write} needs an invitation. */
        public boolean showsToken() {
            return this == FORGED_TOKEN || this == EXPIRED_TOKEN || this == FOREIGN_TOKEN;
        }
    }

    /**
     * What a gateway asks for in its RETRY.
     *
     * @param id the connection id to use
     * @param token the address token to show
     */
    public record Invitation(long id, byte[] token) {
        /** What the datagram asks for, or null if it is no RETRY. */
        public static @Nullable Invitation of(ByteBuffer datagram) {
            PacketHeader header = new PacketHeader();
            if (!header.read(datagram) || header.type() != PacketType.RETRY) {
                return null;
            }
            ByteBuffer token = header.token();
            if (token == null) {
                return null;
            }
            byte[] bytes = new byte[token.remaining()];
            token.get(bytes);
            return new Invitation(header.source(), bytes);
        }
    }

    private final SplittableRandom random;
    private final Crc32cProtection checksum = new Crc32cProtection();
    private final byte[] noise = new byte[HELLO];

    /** The same seed makes the same datagrams. */
    public HandshakeJunk(long seed) {
        random = new SplittableRandom(seed);
        random.nextBytes(noise);
    }

    /** Any kind, each as often. */
    public Kind nextKind() {
        return KINDS[random.nextInt(KINDS.length)];
    }

    /**
     * Writes a whole datagram.
     *
     * @param invitation of the same address long ago or of another one; needed if the kind {@link Kind#showsToken}
     * @param out cleared first and ready to be read afterwards; room for {@link #SIZE} bytes
     */
    public void write(Kind kind, @Nullable Invitation invitation, ByteBuffer out) {
        if (kind.showsToken() && invitation == null) {
            throw new IllegalArgumentException(kind + " needs a token");
        }
        out.clear();
        long id = random.nextLong();
        byte[] token = {};
        if (kind.showsToken() && invitation != null) {
            boolean forged = kind == Kind.FORGED_TOKEN;
            id = forged ? id : invitation.id();
            token = forged ? forged(invitation.token()) : invitation.token();
        }
        PacketHeader.writeInitial(out, id, random.nextLong(), token, random.nextInt());
        switch (kind) {
            case FORGED_TICKET -> hello(out, MODE_RESUMPTION);
            case NONSENSE_TLS -> hello(out, MODE_TLS);
            case OTHER_VERSION -> out.putInt(1, PacketHeader.VERSION_2 + random.nextInt(1, 1000));
            default -> out.put((byte) FrameType.PING);
        }
        int size = kind == Kind.UNDERSIZED ? random.nextInt(MIN_UNDERSIZED, SIZE) : SIZE;
        while (out.position() < size - Crc32cProtection.SIZE) {
            out.put((byte) FrameType.PADDING);
        }
        out.flip();
        checksum.seal(out);
    }

    private byte[] forged(byte[] token) {
        byte[] copy = token.clone();
        ByteBuffer.wrap(copy).putLong(Math.max(0, copy.length - TOKEN_MAC), random.nextLong());
        return copy;
    }

    private void hello(ByteBuffer out, int mode) {
        out.put((byte) FrameType.HANDSHAKE);
        VarInt.write(out, 0);
        VarInt.write(out, 2 + VarInt.size(TICKET) + HELLO);
        out.put((byte) mode).put((byte) NO_PARAMETERS);
        VarInt.write(out, TICKET);
        out.put(noise);
    }
}
