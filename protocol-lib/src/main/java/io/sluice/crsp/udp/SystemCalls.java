package io.sluice.crsp.udp;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two system calls that move datagrams in batches: {@code recvmmsg} and {@code sendmmsg} of 64-bit Linux. Netty has
 * them too, but builds objects for every datagram. Not safe for threads: one instance per socket.
 */
final class SystemCalls {
    private static final int DONT_WAIT = 0x40;
    private static final int ERROR_QUEUE = 0x2000;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_FIELD = Linker.Option.captureStateLayout()
            .varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final @Nullable MethodHandle RECEIVE = find("recvmmsg",
            FunctionDescriptor.of(INT, INT, LONG, INT, INT, LONG));
    private static final @Nullable MethodHandle SEND = find("sendmmsg",
            FunctionDescriptor.of(INT, INT, LONG, INT, INT));

    private final MethodHandle receive;
    private final MethodHandle send;
    private final MemorySegment state = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    SystemCalls() {
        if (RECEIVE == null || SEND == null) {
            throw new IllegalStateException("this system has no recvmmsg or sendmmsg");
        }
        receive = RECEIVE;
        send = SEND;
    }

    // Restricted because a wrong signature breaks the process; these two are in the manual pages of the calls.
    @SuppressWarnings("restricted")
    private static @Nullable MethodHandle find(String name, FunctionDescriptor signature) {
        SymbolLookup library = Linker.nativeLinker().defaultLookup();
        Optional<MemorySegment> symbol = library.find(name);
        return symbol.map(address -> Linker.nativeLinker().downcallHandle(address, signature, ERRNO)).orElse(null);
    }

    /** True if the system has both calls. */
    static boolean arePresent() {
        return RECEIVE != null && SEND != null;
    }

    /** Receives into {@code count} message headers at {@code headers}; returns how many were filled or {@code -errno}. */
    int receive(int socket, long headers, int count) {
        return receive(socket, headers, count, DONT_WAIT);
    }

    /** As {@link #receive}, of one report about a datagram that was sent: its name is where that was to go. */
    int receiveReport(int socket, long header) {
        return receive(socket, header, 1, DONT_WAIT | ERROR_QUEUE);
    }

    private int receive(int socket, long headers, int count, int flags) {
        try {
            int received = (int) receive.invokeExact(state, socket, headers, count, flags, 0L);
            return received < 0 ? -(int) ERRNO_FIELD.get(state, 0L) : received;
        } catch (Throwable e) {
            throw new IllegalStateException("recvmmsg cannot be called", e);
        }
    }

    /** Sends {@code count} messages whose headers are at {@code headers}; returns how many went or {@code -errno}. */
    int send(int socket, long headers, int count) {
        try {
            int sent = (int) send.invokeExact(state, socket, headers, count, DONT_WAIT);
            return sent < 0 ? -(int) ERRNO_FIELD.get(state, 0L) : sent;
        } catch (Throwable e) {
            throw new IllegalStateException("sendmmsg cannot be called", e);
        }
    }
}
