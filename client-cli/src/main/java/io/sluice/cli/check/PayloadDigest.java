package io.sluice.cli.check;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Running SHA-256 of payloads, equal to that of the file they make. Not thread-safe. */
public final class PayloadDigest {

    /** How payloads make up a file. */
    public enum Framing {
        /** One after the other, as the chunks of a file are. */
        CHUNKS,
        /** Each followed by a line feed. */
        LINES
    }

    private final Framing framing;
    private final MessageDigest digest;

    /**
     * Starts with no payload.
     *
     * @param framing how payloads make up a file
     */
    public PayloadDigest(Framing framing) {
        this.framing = framing;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /**
     * Adds a payload.
     *
     * @param payload bytes, not kept
     */
    public void add(byte[] payload) {
        digest.update(payload);
        if (framing == Framing.LINES) {
            digest.update((byte) '\n');
        }
    }

    /**
     * The digest of all payloads so far; more may be added afterwards.
     *
     * @return 64 hexadecimal digits
     */
    public String hex() {
        try {
            MessageDigest snapshot = (MessageDigest) digest.clone();
            return HexFormat.of().formatHex(snapshot.digest());
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the JDK's SHA-256 can be cloned", e);
        }
    }
}
