package io.sluice.crsp.session;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;

/**
 * A message of a best-effort publish stream, as it travels in an unreliable datagram.
 *
 * @param number the publish stream's number within the session
 */
public record MessageDatagram(long number, Message.Data message) {
    /** The bytes of the datagram. */
    public byte[] encode() {
        byte[] encoded = MessageCodec.encode(message);
        ByteBuffer out = ByteBuffer.allocate(VarInt.size(number) + encoded.length);
        VarInt.write(out, number);
        return out.put(encoded).array();
    }

    /**
     * The message of these bytes.
     *
     * @throws TransportException {@link ErrorCode#BAD_REQUEST} or {@link ErrorCode#FRAME_ENCODING_ERROR} if they are
     *     malformed or no {@link Message.Data}
     */
    public static MessageDatagram decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long number = VarInt.read(in);
        byte[] encoded = new byte[in.remaining()];
        in.get(encoded);
        return switch (MessageCodec.decode(encoded)) {
            case Message.Data data -> new MessageDatagram(number, data);
            case Message other ->
                throw new TransportException(
                        ErrorCode.BAD_REQUEST, "not for a datagram: " + other.getClass().getSimpleName());
        };
    }
}
