package io.sluice.crsp.connection;

import io.sluice.crsp.security.SecurityMode;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The hello that both sides send as the first bytes of the handshake stream:
 *
 * <pre>mode(8) length(i) transport parameters</pre>
 *
 * @param mode how packets are protected after the handshake
 * @param parameters what the sender announces
 */
record HandshakeMessage(SecurityMode mode, TransportParameters parameters) {
    private static final int MAX_SIZE = 1024;

    byte[] encode() {
        ByteBuffer body = ByteBuffer.allocate(MAX_SIZE);
        parameters.write(body);
        body.flip();
        ByteBuffer message = ByteBuffer.allocate(1 + VarInt.size(body.remaining()) + body.remaining());
        message.put((byte) mode.code());
        VarInt.write(message, body.remaining());
        message.put(body);
        return message.array();
    }

    /** Bytes of a whole hello. */
    static int size(byte[] hello) {
        ByteBuffer in = ByteBuffer.wrap(hello, 1, hello.length - 1);
        long length = VarInt.read(in);
        return in.position() + (int) length;
    }

    /** Decodes a hello; returns null if more bytes are needed. */
    static @Nullable HandshakeMessage decode(byte[] bytes, int length) {
        if (length < 2 || length < 1 + (1 << ((bytes[1] & 0xC0) >> 6))) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        SecurityMode mode = SecurityMode.of(in.get());
        if (mode == null) {
            throw new TransportException(ErrorCode.HANDSHAKE_FAILED, "an unknown security mode is asked for");
        }
        long size = VarInt.read(in);
        if (size > MAX_SIZE) {
            throw new TransportException(ErrorCode.HANDSHAKE_FAILED, "the hello is too long");
        }
        if (in.remaining() < size) {
            return null;
        }
        in.limit(in.position() + (int) size);
        return new HandshakeMessage(mode, TransportParameters.read(in));
    }
}
