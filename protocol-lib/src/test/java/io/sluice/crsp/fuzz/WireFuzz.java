package io.sluice.crsp.fuzz;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.Transmit;
import io.sluice.crsp.recovery.ReceivedPackets;
import io.sluice.crsp.security.KeyAgreement;
import io.sluice.crsp.security.SecurityMode;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.security.ServerSecurity.ClientCertificates;
import io.sluice.crsp.security.TicketKeys;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.MessageCodec;
import io.sluice.crsp.session.MessageDatagram;
import io.sluice.crsp.wire.Crc32cProtection;
import io.sluice.crsp.wire.FrameHandler;
import io.sluice.crsp.wire.FrameReader;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.TransportException;
import io.sluice.crsp.wire.VarInt;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.net.ssl.SSLContext;

/** The targets that need nothing but public methods. */
final class WireFuzz {
    private static final byte[] SECRET = new byte[32];
    private static final long MILLI = 1_000_000;

    private WireFuzz() {}

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    static void integers(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input);
        try {
            while (in.hasRemaining()) {
                long value = VarInt.read(in);
                ByteBuffer out = ByteBuffer.allocate(Long.BYTES);
                VarInt.write(out, value);
                require(VarInt.read(out.flip()) == value, "written otherwise than read");
            }
        } catch (TransportException declared) {
            // An integer is cut off.
        }
    }

    static void headers(byte[] input) {
        PacketHeader header = new PacketHeader();
        ByteBuffer in = ByteBuffer.wrap(input);
        if (header.read(in)) {
            require(in.position() <= input.length, "read beyond the end");
            PacketHeader.expandNumber(-1, header.truncatedNumber());
        }
    }

    /** Frames of a known length each: what is handed over must lie in the input. */
    static void frames(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input);
        long[] bytes = {0};
        FrameHandler counting = (FrameHandler) Proxy.newProxyInstance(
                WireFuzz.class.getClassLoader(), new Class<?>[]{FrameHandler.class}, (proxy, method, arguments) -> {
                    for (Object argument : arguments == null ? new Object[0] : arguments) {
                        if (argument instanceof ByteBuffer data) {
                            bytes[0] += data.remaining();
                        }
                        if (argument instanceof Long number && !method.getName().startsWith("onPath")) {
                            require(number >= 0, method.getName() + " with " + number);
                        }
                    }
                    return null;
                });
        try {
            FrameReader.read(in, counting);
            require(!in.hasRemaining(), "frames are left");
        } catch (TransportException declared) {
            // A frame is malformed.
        }
        require(bytes[0] <= input.length, "more was handed over than came");
    }

    /** Whatever comes, each number is new once, and the ACK of it can be read and says nothing else. */
    static void acknowledgements(byte[] input) {
        ReceivedPackets received = new ReceivedPackets();
        ByteBuffer in = ByteBuffer.wrap(input);
        ByteBuffer out = ByteBuffer.allocate(1200);
        long now = 0;
        while (in.remaining() >= 2) {
            long number = in.getShort() & 0xFFFF;
            now += MILLI;
            if (!received.isDuplicate(number)) {
                received.onReceived(now, number, number % 3 != 0, 10 * MILLI, 2);
                require(received.isDuplicate(number), "a number is new twice");
            }
            if (received.isAckDue(now)) {
                out.clear();
                received.writeAck(now, out);
                frames(Arrays.copyOf(out.array(), out.position()));
            }
        }
    }

    static void resumptions(byte[] input) {
        TicketKeys keys = new TicketKeys(
                List.of(SECRET), Duration.ofHours(1), Duration.ofHours(1), () -> Instant.EPOCH.plusSeconds(1_000_000));
        try {
            ServerSecurity security = new ServerSecurity(true, SSLContext.getDefault(), ClientCertificates.NONE, keys);
            KeyAgreement agreement = security.newAgreement(SecurityMode.RESUMPTION, new SplittableRandom(1));
            agreement.onClientHello(new byte[10]);
            agreement.onServerHello(new byte[10]);
            int half = input.length / 2;
            agreement.receive(Arrays.copyOf(input, half));
            agreement.receive(Arrays.copyOfRange(input, half, input.length));
            require(agreement.secrets() == null, "a forged ticket was taken");
        } catch (TransportException declared) {
            // Refused.
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What can be read is written in the same way. */
    static void sessionMessages(byte[] input) {
        try {
            Message message = MessageCodec.decode(input);
            byte[] again = MessageCodec.encode(message);
            require(Arrays.equals(MessageCodec.encode(MessageCodec.decode(again)), again), "not the same again");
        } catch (TransportException declared) {
            // Malformed.
        }
    }

    static void messageDatagrams(byte[] input) {
        try {
            MessageDatagram datagram = MessageDatagram.decode(input);
            byte[] again = datagram.encode();
            require(Arrays.equals(MessageDatagram.decode(again).encode(), again), "not the same again");
        } catch (TransportException declared) {
            // Malformed.
        }
    }

    /** Sealed datagrams of chance from changing addresses at an endpoint: it answers little and keeps nothing. */
    static void endpoint(byte[] input) {
        Endpoint endpoint = new Endpoint(
                EndpointConfig.plain(ConnectionConfig.DEFAULT, SECRET), remote -> (from, event) -> {
                }, new SplittableRandom(1));
        Transmit transmit = new Transmit(ByteBuffer.allocate(65_535));
        Crc32cProtection checksum = new Crc32cProtection();
        ByteBuffer in = ByteBuffer.wrap(input);
        long now = 0;
        while (in.remaining() > 2) {
            int size = Math.min(in.remaining() - 2, in.get() & 0xFF);
            int port = 1 + (in.get() & 3);
            ByteBuffer datagram = ByteBuffer.allocate(1300);
            datagram.put(in.slice(in.position(), size));
            in.position(in.position() + size);
            int length = (port & 1) == 0 ? Math.max(1196, size) : size;
            datagram.position(0).limit(length);
            checksum.seal(datagram);
            now += MILLI;
            InetSocketAddress from = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            int came = datagram.limit();
            endpoint.receive(now, from, datagram);
            endpoint.onTimeout(now);
            while (endpoint.pollTransmit(now, transmit)) {
                require(transmit.buffer().remaining() <= 3 * came, "an amplifier");
            }
        }
        require(endpoint.isEmpty(), "a connection without a valid token");
    }
}
