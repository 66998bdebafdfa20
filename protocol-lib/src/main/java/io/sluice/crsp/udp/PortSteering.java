package io.sluice.crsp.udp;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Tells the kernel which of the sockets that share a port a datagram goes to, by a classic BPF program
 * ({@code SO_ATTACH_REUSEPORT_CBPF} of Linux 4.5): a connection's to its event loop, and a handshake's to a socket of its
 * own, so that a flood of handshakes fills no queue that connections need.
 *
 * <p>The group's sockets are in the order in which they were bound: first one for each loop, then as many for handshakes.
 */
final class PortSteering {
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_REUSEPORT_CBPF = 51;

    /** {@code sizeof(struct sock_filter)} and {@code sizeof(struct sock_fprog)} of 64-bit Linux. */
    private static final int INSTRUCTION = 8;

    private static final int INSTRUCTIONS = 10;
    private static final int PROGRAM = 16;
    private static final int PROGRAM_ADDRESS = 8;

    /** Operations, from linux/bpf_common.h. */
    private static final int LOAD_BYTE = 0x30;

    private static final int JUMP_IF_BITS = 0x45;
    private static final int JUMP_IF_AT_LEAST = 0x35;
    private static final int MODULO = 0x94;
    private static final int ADD = 0x04;
    private static final int RETURN = 0x06;
    private static final int RETURN_RESULT = 0x16;

    /** Where docs/protocol.md section 2 has the form of the header and the first byte of the destination id. */
    private static final int LONG_HEADER = 0x80;

    private static final int SHORT_DESTINATION = 1;
    private static final int LONG_DESTINATION = 5;

    private PortSteering() {}

    /**
     * Steers all sockets that are bound to this one's port.
     *
     * @param loops how many sockets of loops there are, and as many for handshakes
     * @throws IOException if the kernel cannot
     */
    static void attach(Socket socket, int loops) throws IOException {
        ByteBuffer instructions = program(loops);
        ByteBuffer program = ByteBuffer.allocateDirect(PROGRAM).order(ByteOrder.nativeOrder());
        program.putShort(0, (short) (instructions.limit() / INSTRUCTION));
        program.putLong(PROGRAM_ADDRESS, MemorySegment.ofBuffer(instructions).address());
        try {
            socket.setRawOpt(SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, program);
        } finally {
            Reference.reachabilityFence(instructions);
        }
    }

    /** The program; where a datagram is too short for it, the kernel takes its answer for 0. */
    private static ByteBuffer program(int loops) {
        ByteBuffer out = ByteBuffer.allocateDirect(INSTRUCTIONS * INSTRUCTION).order(ByteOrder.nativeOrder());
        add(out, LOAD_BYTE, 0, 0, 0);
        add(out, JUMP_IF_BITS, 4, 0, LONG_HEADER);
        add(out, LOAD_BYTE, 0, 0, SHORT_DESTINATION);
        add(out, JUMP_IF_AT_LEAST, 0, 1, loops);
        // No loop's id: with several loops nobody's, with one anybody's.
        add(out, RETURN, 0, 0, 0);
        add(out, RETURN_RESULT, 0, 0, 0);
        // Of a client's own first id any byte does; after a RETRY it names the loop.
        add(out, LOAD_BYTE, 0, 0, LONG_DESTINATION);
        add(out, MODULO, 0, 0, loops);
        add(out, ADD, 0, 0, loops);
        add(out, RETURN_RESULT, 0, 0, 0);
        return out.flip();
    }

    private static void add(ByteBuffer out, int operation, int jumpIfTrue, int jumpIfFalse, int operand) {
        out.putShort((short) operation).put((byte) jumpIfTrue).put((byte) jumpIfFalse).putInt(operand);
    }
}
