package io.sluice.benchmarks.contestant;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Has Linux run a thread only where a processor has nothing else to do. For load whose sender would be another machine:
 * what arrives is the victim's to bear, what sending costs is not.
 */
final class IdlePriority {
    /** From {@code sched.h}. */
    private static final int SCHED_IDLE = 5;

    private static final int THIS_THREAD = 0;

    private IdlePriority() {}

    /** Returns false if the calling thread keeps its ordinary share: on other systems. */
    // Restricted because a wrong signature breaks the process; this one is in the manual page of the call.
    @SuppressWarnings("restricted")
    static boolean take() {
        Optional<MemorySegment> call = Linker.nativeLinker().defaultLookup().find("sched_setscheduler");
        if (call.isEmpty()) {
            return false;
        }
        MethodHandle setScheduler = Linker.nativeLinker().downcallHandle(call.get(), FunctionDescriptor
                .of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment priority = arena.allocate(ValueLayout.JAVA_INT);
            return (int) setScheduler.invokeExact(THIS_THREAD, SCHED_IDLE, priority) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("sched_setscheduler cannot be called", e);
        }
    }
}
