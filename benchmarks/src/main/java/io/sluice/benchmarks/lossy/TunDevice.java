package io.sluice.benchmarks.lossy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * A network interface of Linux whose other end is this process (TUN): what the kernel sends through it is read here,
 * what is written here the kernel receives. Needs the right to make one in this network namespace. One thread at a time.
 */
final class TunDevice implements AutoCloseable {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");

    private static final MethodHandle OPEN = function("open", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS, ValueLayout.JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle IOCTL = function("ioctl", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle POLL = function("poll", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    private static final MethodHandle READ = function("read", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MethodHandle WRITE = function("write", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT));

    // Linux: <fcntl.h>, <linux/if.h>, <linux/if_tun.h>, <poll.h>
    private static final int O_RDWR_NONBLOCK = 2 | 0x800;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short IFF_TUN_NO_PI = 0x1001;
    private static final int IFREQ_SIZE = 40;
    private static final int IFREQ_FLAGS = 16;
    private static final short POLLIN = 1;
    private static final int MAX_PACKET = 65_536;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment captured = arena.allocate(CAPTURED);
    private final MemorySegment buffer = arena.allocate(MAX_PACKET);
    private final MemorySegment pollRequest = arena.allocate(8, 4);
    private final int descriptor;

    /**
     * Makes the interface; it still needs an address and to be brought up.
     *
     * @param name of at most 15 letters
     */
    TunDevice(String name) throws IOException {
        descriptor = (int) call(OPEN, arena.allocateFrom("/dev/net/tun"), O_RDWR_NONBLOCK);
        MemorySegment request = arena.allocate(IFREQ_SIZE, 8);
        request.setString(0, name);
        request.set(ValueLayout.JAVA_SHORT, IFREQ_FLAGS, IFF_TUN_NO_PI);
        call(IOCTL, descriptor, TUNSETIFF, request);
        pollRequest.set(ValueLayout.JAVA_INT, 0, descriptor);
        pollRequest.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
    }

    @SuppressWarnings("restricted") // The benchmarks run with native access enabled.
    private static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        all[0] = CAPTURE;
        System.arraycopy(options, 0, all, 1, options.length);
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, all);
    }

    private long call(MethodHandle function, Object... arguments) throws IOException {
        Object[] all = new Object[arguments.length + 1];
        all[0] = captured;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        long result;
        try {
            result = ((Number) function.invokeWithArguments(all)).longValue();
        } catch (Throwable e) {
            throw new IOException("a system call for the TUN device failed", e);
        }
        if (result < 0) {
            throw new IOException("TUN device: error " + (int) ERRNO.get(captured, 0L) + " of the operating system");
        }
        return result;
    }

    /** Waits until a packet can be read, or for so long. */
    boolean await(int millis) throws IOException {
        return call(POLL, pollRequest, 1L, millis) > 0;
    }

    /** Reads the packet that {@link #await} told of. */
    byte[] read() throws IOException {
        long length = call(READ, descriptor, buffer, (long) MAX_PACKET);
        return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    void write(byte[] packet) throws IOException {
        MemorySegment.copy(packet, 0, buffer, ValueLayout.JAVA_BYTE, 0, packet.length);
        call(WRITE, descriptor, buffer, (long) packet.length);
    }

    @Override
    public void close() throws IOException {
        call(CLOSE, descriptor);
        arena.close();
    }
}
