package io.sluice.gateway.store;

import io.sluice.crsp.session.SessionId;
import java.nio.charset.StandardCharsets;

/**
 * Names in a shard. A session's record is under its id, the progress of its stream n under {@code id/n}: progress is
 * written with every commit and must be small.
 */
public final class ShardKeys {
    private static final int ID_DIGITS = 32;
    private static final int SHARD_BITS = 32;
    private static final String CLAIM = "writer";

    private ShardKeys() {}

    /** The shard of a session: the first 32 bits of its id, unsigned, modulo the number of shards. */
    public static int shardOf(SessionId id, int shards) {
        return (int) ((id.high() >>> SHARD_BITS) % shards);
    }

    /** Another id with the same randomness except for what makes it one of this shard. */
    public static SessionId inShard(SessionId random, int shard, int shards) {
        long head = random.high() >>> SHARD_BITS;
        long moved = head - head % shards + shard;
        long bounded = moved >>> SHARD_BITS == 0 ? moved : moved - shards;
        return new SessionId((bounded << SHARD_BITS) | (random.high() & 0xffff_ffffL), random.low());
    }

    public static byte[] session(String id) {
        return id.getBytes(StandardCharsets.US_ASCII);
    }

    public static byte[] progress(String id, long stream) {
        return (id + "/" + stream).getBytes(StandardCharsets.US_ASCII);
    }

    /** Under this is the transactional id of who writes the shard, or nothing after it was given back. */
    public static byte[] claim() {
        return CLAIM.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether a key is that of {@link #claim}: no session's id is as short. */
    static boolean isClaim(String key) {
        return key.equals(CLAIM);
    }

    /** The session that a key belongs to. */
    static String idOf(String key) {
        return key.substring(0, Math.min(ID_DIGITS, key.length()));
    }

    /**
     * The stream whose progress is under a key, or -1 if it is a session's key.
     *
     * @throws NumberFormatException if it is neither
     */
    static long streamOf(String key) {
        return key.length() <= ID_DIGITS ? -1 : Long.parseLong(key, ID_DIGITS + 1, key.length(), 10);
    }
}
