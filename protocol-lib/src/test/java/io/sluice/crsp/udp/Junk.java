package io.sluice.crsp.udp;

import io.sluice.crsp.connection.Packets;
import io.sluice.crsp.wire.FrameType;
import io.sluice.crsp.wire.PacketHeader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes every kind of datagram that a gateway must bear. */
final class Junk {
    private static final byte[] PING = {FrameType.PING};
    private static final int LARGEST = 65_507;

    /** What a datagram is; each is sent about as often, the oversized ones seldom. */
    enum Kind {
        RANDOM, OVERSIZED, TRUNCATED, BIT_FLIPPED, REPLAYED, UNKNOWN_VERSION, FIRST_WITHOUT_TOKEN,
        FIRST_WITH_FORGED_TOKEN, FIRST_TOO_SMALL, UNKNOWN_CONNECTION, NOT_FOR_GATEWAYS
    }

    private final SplittableRandom random;
    private final List<byte[]> genuine;

    /**
     * @param genuine datagrams of a real client, to be spoilt and repeated
     */
    Junk(long seed, List<byte[]> genuine) {
        this.random = new SplittableRandom(seed);
        this.genuine = genuine;
    }

    Kind nextKind() {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        return kind == Kind.OVERSIZED && random.nextInt(20) != 0 ? Kind.RANDOM : kind;
    }

    byte[] make(Kind kind) {
        byte[] real = genuine.get(random.nextInt(genuine.size()));
        return switch (kind) {
            case RANDOM -> bytes(random.nextInt(1 << random.nextInt(1, 12)));
            case OVERSIZED -> bytes(random.nextInt(2000, LARGEST + 1));
            case TRUNCATED -> Arrays.copyOf(real, random.nextInt(real.length));
            case BIT_FLIPPED -> flipped(real);
            case REPLAYED -> real;
            case UNKNOWN_VERSION -> {
                byte[] packet = bytes(1200);
                packet[0] |= (byte) 0x80;
                yield packet;
            }
            case FIRST_WITHOUT_TOKEN -> Packets.initial(id(), id(), new byte[0], random.nextInt(), PING);
            case FIRST_WITH_FORGED_TOKEN -> Packets.initial(id(), id(), bytes(24), random.nextInt(), PING);
            case FIRST_TOO_SMALL -> {
                ByteBuffer small = ByteBuffer.allocate(400);
                PacketHeader.writeInitial(small, id(), id(), new byte[0], 0);
                yield Packets.seal(small, bytes(random.nextInt(300)));
            }
            case UNKNOWN_CONNECTION -> Packets.data(id(), random.nextInt(), bytes(random.nextInt(1100)));
            case NOT_FOR_GATEWAYS -> {
                ByteBuffer answer = ByteBuffer.allocate(400);
                if (random.nextBoolean()) {
                    PacketHeader.writeRetry(answer, id(), id(), bytes(24));
                } else {
                    PacketHeader.writeVersionNegotiation(answer, id(), id(), PacketHeader.GREASE_VERSION);
                }
                yield Packets.seal(answer);
            }
        };
    }

    private long id() {
        return random.nextLong();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** One to three bits: the checksum finds all of these, whatever the packet. */
    private byte[] flipped(byte[] real) {
        byte[] copy = real.clone();
        for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return Arrays.equals(copy, real) ? flipped(real) : copy;
    }
}
