package io.sluice.gateway.store;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.nio.charset.StandardCharsets;

/** Session records and progress as bytes: JSON with the version of its form. Safe for threads. */
public final class SessionCodec {
    private static final String PROGRESS_HEAD = "{\"schema\":" + SessionRecord.SCHEMA + ",\"lastSequence\":";

    private final Jsonb jsonb;

    public SessionCodec(Jsonb jsonb) {
        this.jsonb = jsonb;
    }

    byte[] encode(SessionRecord session) {
        return jsonb.toJson(session).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @throws IllegalArgumentException if these are not a session's bytes, or of a form that is not known
     */
    SessionRecord decode(byte[] value) {
        SessionRecord session;
        try {
            session = jsonb.fromJson(new String(value, StandardCharsets.UTF_8), SessionRecord.class);
        } catch (JsonbException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (session.schema() != SessionRecord.SCHEMA) {
            throw new IllegalArgumentException("schema " + session.schema() + " is not known to this gateway");
        }
        return session;
    }

    /** Written by hand: one a stream and commit, and always of this shape. */
    static byte[] encodeProgress(long lastSequence) {
        return (PROGRESS_HEAD + lastSequence + '}').getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * @throws IllegalArgumentException if these are not the bytes of progress, or of a form that is not known
     */
    static long decodeProgress(byte[] value) {
        String text = new String(value, StandardCharsets.US_ASCII);
        if (!text.startsWith(PROGRESS_HEAD) || !text.endsWith("}")) {
            throw new IllegalArgumentException("no progress that this gateway knows: " + text);
        }
        return Long.parseLong(text, PROGRESS_HEAD.length(), text.length() - 1, 10);
    }
}
