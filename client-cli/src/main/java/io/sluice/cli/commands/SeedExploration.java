package io.sluice.cli.commands;

import io.sluice.crsp.simulator.scenario.ScenarioTemplate;
import io.sluice.crsp.simulator.scenario.Simulation;
import io.sluice.crsp.simulator.scenario.SimulationResult;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Runs one seed after the other on all cores, until their number or the time is used up. */
final class SeedExploration {
    private static final int RESULTS_WAITING = 256;

    private record Done(@Nullable SimulationResult result, @Nullable RuntimeException failure) {}

    private final ScenarioTemplate template;
    private final long first;
    private final long limit;
    private final @Nullable Duration time;
    private final AtomicLong next = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private long done;
    private long violations;

    SeedExploration(ScenarioTemplate template, long first, @Nullable Long runs, @Nullable Duration time) {
        this.template = template;
        this.first = first;
        this.limit = runs == null ? Long.MAX_VALUE : runs;
        this.time = time;
    }

    long done() {
        return done;
    }

    long violations() {
        return violations;
    }

    /**
     * Runs the seeds; both are called on the caller's thread.
     *
     * @param violation takes each run that did not hold its invariants
     * @param progress takes the number of runs so far
     */
    void run(Consumer<SimulationResult> violation, LongConsumer progress) throws InterruptedException {
        int workers = Runtime.getRuntime().availableProcessors();
        long deadline = time == null ? Long.MAX_VALUE : System.nanoTime() + time.toNanos();
        BlockingQueue<Done> results = new ArrayBlockingQueue<>(RESULTS_WAITING);
        try {
            for (int i = 0; i < workers; i++) {
                Thread.ofPlatform().daemon().name("simulation-" + i).start(() -> work(results, deadline));
            }
            int working = workers;
            while (working > 0) {
                Done each = results.take();
                if (each.failure() != null) {
                    throw each.failure();
                }
                if (each.result() == null) {
                    working--;
                    continue;
                }
                done++;
                if (each.result().violation() != null) {
                    violations++;
                    violation.accept(each.result());
                }
                progress.accept(done);
            }
        } finally {
            stopped.set(true);
        }
    }

    /** An empty result says that this worker is at its end. */
    private void work(BlockingQueue<Done> results, long deadline) {
        try {
            while (!stopped.get() && (deadline == Long.MAX_VALUE || System.nanoTime() - deadline < 0)) {
                long index = next.getAndIncrement();
                if (index >= limit) {
                    break;
                }
                results.put(attempt(first + index));
            }
            results.put(new Done(null, null));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Done attempt(long seed) {
        try {
            return new Done(Simulation.run(template.draw(seed)), null);
        } catch (RuntimeException e) {
            return new Done(null, new IllegalStateException("seed " + seed + " of " + template.name() + " fails", e));
        }
    }
}
