package io.sluice.crsp.endpoint;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * Chooses this side's connection ids, and reads from them which event loop owns a datagram. With several loops the first
 * byte of an id is the number of its loop and the rest is random; with one loop the whole id is. The peer sees only 64
 * bits. Not safe for threads if its random source is not.
 */
public final class ConnectionIds {
    /** Loops that one byte can tell apart. */
    public static final int MAX_LOOPS = 256;

    private static final int LONG_HEADER = 0x80;
    private static final int SHORT_DESTINATION = 1;
    private static final int LONG_DESTINATION = 5;
    private static final int LONG_TOKEN_LENGTH = 21;
    private static final int LOOP_SHIFT = 56;

    private final RandomGenerator random;
    private final int loop;
    private final int loops;

    private ConnectionIds(RandomGenerator random, int loop, int loops) {
        if (loops < 1 || loops > MAX_LOOPS || loop < 0 || loop >= loops) {
            throw new IllegalArgumentException("loop " + loop + " of " + loops);
        }
        this.random = random;
        this.loop = loop;
        this.loops = loops;
    }

    /**
     * Ids of one loop among several.
     *
     * @param random a secure one in production: who can guess an id can spend the owner's time
     * @param loop this loop, from 0
     */
    public static ConnectionIds ofLoop(RandomGenerator random, int loop, int loops) {
        return new ConnectionIds(random, loop, loops);
    }

    /** Ids of the only loop. */
    public static ConnectionIds ofOnly(RandomGenerator random) {
        return new ConnectionIds(random, 0, 1);
    }

    /** A new id; the caller checks that it is not in use. */
    public long next() {
        long id = random.nextLong();
        return loops == 1 ? id : (id & ((1L << LOOP_SHIFT) - 1)) | ((long) loop << LOOP_SHIFT);
    }

    /**
     * The loop that a datagram belongs to: the one that its destination id names, or this one if it names none. A first
     * INITIAL, which has no token yet, goes to an id that its sender made up, and so stays as well.
     *
     * @param datagram position 0; unchanged
     */
    public int owner(ByteBuffer datagram) {
        if (loops == 1 || !datagram.hasRemaining()) {
            return loop;
        }
        boolean isLong = (datagram.get(0) & LONG_HEADER) != 0;
        int needed = isLong ? LONG_TOKEN_LENGTH : SHORT_DESTINATION;
        if (datagram.remaining() <= needed || (isLong && datagram.get(LONG_TOKEN_LENGTH) == 0)) {
            return loop;
        }
        int named = datagram.get(isLong ? LONG_DESTINATION : SHORT_DESTINATION) & 0xFF;
        return named < loops ? named : loop;
    }
}
