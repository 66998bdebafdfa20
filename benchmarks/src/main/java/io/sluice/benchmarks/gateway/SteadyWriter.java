package io.sluice.benchmarks.gateway;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Writes so many records a second, over all partitions in turn. */
final class SteadyWriter {
    private SteadyWriter() {}

    /** Writes until told to stop, and waits until Kafka has all. */
    static void write(NumberedWriter writer, int partitions, int perSecond, BooleanSupplier goesOn) throws Exception {
        long interval = 1_000_000_000L / perSecond;
        long due = System.nanoTime();
        for (long count = 0; goesOn.getAsBoolean(); count++) {
            writer.write((int) (count % partitions));
            due += interval;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
        }
        writer.flush();
    }
}
