package io.sluice.crsp.session;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;

/** The bytes of session messages: a type byte and the fields in the order of the record's components. */
public final class MessageCodec {
    private MessageCodec() {}

    /** The bytes of a message, in an array that nobody else has. */
    public static byte[] encode(Message message) {
        return MessageEncoder.encode(message);
    }

    /**
     * The message of these bytes.
     *
     * @throws TransportException {@link ErrorCode#BAD_REQUEST} or {@link ErrorCode#FRAME_ENCODING_ERROR} if they
     *     are malformed
     */
    public static Message decode(byte[] bytes) {
        FieldReader in = new FieldReader(bytes);
        Message message = MessageDecoder.read(in.type(), in);
        in.end();
        return message;
    }
}
