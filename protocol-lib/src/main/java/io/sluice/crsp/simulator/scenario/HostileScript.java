package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.wire.FrameType;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Which packets each {@link Hostility} is made of. */
final class HostileScript {
    /** Transport parameters, docs/protocol.md section 4. */
    private static final int IDLE_TIMEOUT = 1;

    private static final int MAX_DATA = 4;
    private static final int MAX_STREAM_DATA = 5;
    private static final int MAX_STREAMS = 6;
    private static final int MAX_MESSAGE_SIZE = 8;
    private static final int CHUNK = 1000;
    private static final int TINY_IN_PACKET = 150;

    private final HostilePeer peer;
    private final Hostility hostility;
    private final SplittableRandom random;
    private final ConnectionConfig gateway;
    private byte @Nullable [] recorded;
    private long position;

    HostileScript(HostilePeer peer, Hostility hostility, SplittableRandom random, ConnectionConfig gateway) {
        this.peer = peer;
        this.hostility = hostility;
        this.random = random;
        this.gateway = gateway;
    }

    /** A frame of its type and integers. */
    static byte[] frame(int type, long... integers) {
        ByteBuffer out = ByteBuffer.allocate(1 + integers.length * Long.BYTES);
        out.put((byte) type);
        for (long integer : integers) {
            VarInt.write(out, integer);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] whole = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        return whole;
    }

    private static byte[] stream(long id, long offset, boolean fin, byte... bytes) {
        int type = FrameType.STREAM | FrameType.STREAM_LENGTH | (fin ? FrameType.STREAM_FIN : 0);
        return join(frame(type, id, offset, bytes.length), bytes);
    }

    private byte[] noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] integer(long value) {
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES);
        VarInt.write(out, value);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] challenge(int type, long data) {
        return ByteBuffer.allocate(1 + Long.BYTES).put((byte) type).putLong(data).array();
    }

    boolean acknowledges() {
        return hostility != Hostility.WITHHELD_ACKS;
    }

    // Hellos.

    /** The first packet, or the one after a Retry. */
    void hello(boolean validated) {
        if (!validated) {
            peer.initial();
            return;
        }
        switch (hostility) {
            case HELLO_OF_UNKNOWN_MODE -> handshake(new byte[]{9, 0});
            case HELLO_WITH_REPETITION ->
                handshake(body(parameter(IDLE_TIMEOUT, 15_000), parameter(IDLE_TIMEOUT, 15_000)));
            case HELLO_OUT_OF_RANGE -> handshake(body(parameter(IDLE_TIMEOUT, 0), parameter(MAX_MESSAGE_SIZE, 1)));
            case ENDLESS_HELLO -> peer.initial(join(frame(FrameType.HANDSHAKE, VarInt.MAX - 1, 1), new byte[1]));
            case DATA_IN_HANDSHAKE -> peer.initial(stream(0, 0, false, (byte) 1));
            case BOUNDLESS_HELLO -> handshake(hello(VarInt.MAX, 1L << 60));
            case NO_CREDIT -> handshake(hello(0, 0));
            default -> handshake(hello(1 << 20, 100));
        }
    }

    private void handshake(byte[] bytes) {
        peer.initial(join(frame(FrameType.HANDSHAKE, 0, bytes.length), bytes));
    }

    private static byte[] hello(long credit, long streams) {
        return body(
                parameter(IDLE_TIMEOUT, 15_000),
                parameter(MAX_DATA, credit),
                parameter(MAX_STREAM_DATA, credit),
                parameter(MAX_STREAMS, streams),
                parameter(MAX_MESSAGE_SIZE, 1 << 20));
    }

    private static byte[] parameter(int id, long value) {
        ByteBuffer out = ByteBuffer.allocate(2 + Long.BYTES);
        VarInt.write(out, id);
        VarInt.write(out, VarInt.size(value));
        VarInt.write(out, value);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] body(byte[]... parameters) {
        byte[] all = {};
        for (byte[] parameter : parameters) {
            all = join(all, parameter);
        }
        ByteBuffer head = ByteBuffer.allocate(1 + Long.BYTES);
        head.put((byte) 1);
        VarInt.write(head, all.length);
        return join(Arrays.copyOf(head.array(), head.position()), all);
    }

    // Attacks.

    void attack(int round) {
        switch (hostility) {
            case ACK_OF_UNSENT -> peer.data(frame(FrameType.ACK, 1_000_000, 0, 0, 0));
            case ACK_OF_LARGEST_NUMBER -> peer.data(frame(FrameType.ACK, VarInt.MAX, 0, 0, VarInt.MAX));
            case ACK_BELOW_ZERO -> peer.data(frame(FrameType.ACK, 0, 0, 0, 5));
            // The first round is for something to be acknowledged.
            case ACK_OF_ENDLESS_RANGES -> peer.data(
                    round == 0 ? frame(FrameType.PING) : frame(FrameType.ACK, 0, 0, VarInt.MAX, 0), new byte[32]);
            case OPTIMISTIC_ACK -> optimistic(round);
            // A message first, for which the gateway has an answer that nobody acknowledges.
            case WITHHELD_ACKS ->
                peer.data(round == 0 ? stream(0, 0, false, (byte) 0) : frame(FrameType.PING), new byte[32]);
            case PING_FLOOD -> peer.data(frame(FrameType.PING), new byte[32]);
            case TINY_FRAGMENTS -> tiny();
            case OVERLAPPING_FRAGMENTS -> overlapping(round);
            case CONTRADICTING_FRAGMENTS ->
                peer.data(stream(0, random.nextInt(credit() / 2), false, noise(64)));
            case STREAM_WINDOW_VIOLATION ->
                peer.data(stream(0, 4L * gateway.maxStreamWindow(), false, (byte) 1));
            case CONNECTION_WINDOW_VIOLATION -> connectionWindow();
            case OFFSET_OVERFLOW -> peer.data(stream(0, VarInt.MAX, false, (byte) 1));
            case FINAL_SIZE_MOVES -> peer.data(stream(0, 10, true, (byte) 1), stream(0, 11, true, (byte) 1));
            case DATA_BEYOND_THE_END -> peer.data(stream(0, 10, true, (byte) 1), stream(0, 12, false, (byte) 1));
            case RESET_CONTRADICTS ->
                peer.data(stream(0, 100, false, (byte) 1), frame(FrameType.RESET_STREAM, 0, 1, 50));
            case STREAM_BEYOND_LIMIT -> peer.data(stream(2L * gateway.maxStreams(), 0, false, (byte) 0));
            case STREAM_CHURN -> churn(round);
            case STREAM_NOT_OPENED -> peer.data(stream(1, 0, false, (byte) 1));
            case REPLAY -> replay(round);
            case CHALLENGE_FLOOD -> peer.data(challenge(FrameType.PATH_CHALLENGE, random.nextLong()), new byte[32]);
            case FALSE_RESPONSES -> peer.data(challenge(FrameType.PATH_RESPONSE, random.nextLong()), new byte[32]);
            case CREDIT_FLOOD ->
                peer.data(
                        stream(0, 0, false, (byte) 0),
                        frame(FrameType.MAX_DATA, 1L << 20 | round),
                        frame(FrameType.MAX_STREAM_DATA, 0, 1L << 20 | round),
                        frame(FrameType.MAX_STREAMS, round));
            case STOP_FLOOD -> peer.data(
                    stream(2L * (round % 64), 0, false, (byte) 0), frame(FrameType.STOP_SENDING, 2L * (round % 64), 1));
            case HUGE_MESSAGE -> peer.data(stream(0, 0, false, integer(gateway.maxMessageSize() + 1L)));
            case HALF_A_MESSAGE -> peer.data(stream(0, 0, true, (byte) 5, (byte) 1));
            case UNKNOWN_FRAME -> peer.data(new byte[]{0x3f}, new byte[32]);
            case TRUNCATED_FRAME -> peer.data(new byte[32], new byte[]{FrameType.MAX_DATA});
            case LATE_HANDSHAKE -> {
                // The first data packet shows that the handshake is over; the second comes after it.
                peer.data(frame(FrameType.PING), new byte[32]);
                peer.data(frame(FrameType.HANDSHAKE, 0, 0), new byte[32]);
            }
            case RANDOM_FRAMES -> peer.data(noise(random.nextInt(32, CHUNK)));
            case NO_CREDIT -> peer.data(stream(2L * round, 0, false, (byte) 0));
            case CLOSE_AND_TALK -> peer.data(round == 0
                    ? frame(FrameType.CONNECTION_CLOSE, 0, 0)
                    : stream(0, 0, false, (byte) 0), new byte[32]);
            case BOUNDLESS_HELLO -> peer.data(stream(2L * round, 0, false, (byte) 0));
            case INITIAL_FLOOD -> {
                peer.remoteId(random.nextLong());
                peer.initial();
            }
            case FORGED_TOKENS -> {
                peer.token(noise(random.nextInt(1, PacketHeader.MAX_TOKEN)));
                peer.initial();
            }
            case JUNK -> peer.raw(noise(random.nextInt(1, 1400)));
            case HELLO_OF_UNKNOWN_MODE, HELLO_WITH_REPETITION, HELLO_OUT_OF_RANGE, ENDLESS_HELLO,
                    DATA_IN_HANDSHAKE ->
                throw new IllegalStateException(hostility + " begins with the hello");
        }
    }

    /** Bytes that one stream may surely carry. */
    private int credit() {
        return Math.min(gateway.streamWindow(), gateway.connectionWindow());
    }

    private void optimistic(int round) {
        if (round == 0) {
            peer.data(stream(0, 0, false, (byte) 0));
        }
        int largest = peer.largestReceived();
        if (largest >= 0) {
            int ahead = random.nextInt(3);
            peer.data(frame(FrameType.ACK, largest + ahead, 0, 0, largest + ahead));
        }
    }

    private void tiny() {
        byte[][] payload = new byte[TINY_IN_PACKET][];
        for (int i = 0; i < payload.length; i++) {
            // Never the first byte, so that nothing can be read.
            position = (position + 2) % (credit() - 2L);
            payload[i] = stream(0, 1 + position, false, (byte) 1);
        }
        peer.data(payload);
    }

    private void overlapping(int round) {
        byte[] ones = new byte[CHUNK];
        Arrays.fill(ones, (byte) 0);
        long offset = Math.min(round, Math.max(0, credit() - CHUNK));
        peer.data(stream(0, offset, false, Arrays.copyOf(ones, Math.min(CHUNK, credit()))));
    }

    private void connectionWindow() {
        long perStream = gateway.streamWindow();
        long streams = Math.min(gateway.maxStreams(), 4L * gateway.maxConnectionWindow() / perStream + 2);
        for (long id = 0; id < streams; id++) {
            peer.data(stream(2 * id, perStream - 1, false, (byte) 1));
        }
    }

    private void churn(int round) {
        long id = 2L * round;
        peer.data(stream(id, 0, false, (byte) 0), frame(FrameType.RESET_STREAM, id, 1, 1),
                frame(FrameType.STOP_SENDING, id, 1));
    }

    private void replay(int round) {
        if (round == 0) {
            peer.data(stream(0, 0, false, (byte) 3, (byte) 1, (byte) 2, (byte) 3));
            recorded = peer.lastSent();
        } else if (recorded != null) {
            peer.raw(recorded.clone());
        }
    }
}
