package io.sluice.benchmarks.micro;

import io.sluice.crsp.wire.Crc32cProtection;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the plain mode's checksum costs a packet of 1200 bytes, written and checked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChecksumBenchmark {
    private static final int PACKET = 1200;

    private final Crc32cProtection checksum = new Crc32cProtection();
    private final ByteBuffer packet = ByteBuffer.allocateDirect(PACKET);

    /** Fills the packet, so that no page of it is the kernel's zero page. */
    public ChecksumBenchmark() {
        byte[] bytes = new byte[PACKET];
        new SplittableRandom(1).nextBytes(bytes);
        packet.put(bytes).clear();
    }

    @Benchmark
    public boolean check() {
        return checksum.isIntact(packet);
    }
}
