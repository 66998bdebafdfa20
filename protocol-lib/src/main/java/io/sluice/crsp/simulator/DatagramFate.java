package io.sluice.crsp.simulator;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What chance does to one datagram. It is derived from a single 64-bit draw, so the fate of a link's
 * n-th datagram depends on the seed and n alone: neither on the sizes of the datagrams before it nor
 * on which of them met a full queue.
 */
record DatagramFate(
        boolean lost, boolean corrupted, boolean duplicated, long delayNanos, long copyDelayNanos,
        long corruptionSeed) {

    static DatagramFate draw(LinkSettings settings, RandomGenerator random) {
        RandomGenerator own = new SplittableRandom(random.nextLong());
        boolean lost = own.nextDouble() < settings.loss();
        boolean corrupted = own.nextDouble() < settings.corruption();
        boolean duplicated = own.nextDouble() < settings.duplication();
        boolean reordered = own.nextDouble() < settings.reordering();
        long extra = reordered ? settings.reorderingDelay().toNanos() : 0;
        long delay = drawDelay(settings, own) + extra;
        long copyDelay = drawDelay(settings, own);
        return new DatagramFate(lost, corrupted, duplicated, delay, copyDelay, own.nextLong());
    }

    private static long drawDelay(LinkSettings settings, RandomGenerator own) {
        long min = settings.minDelay().toNanos();
        long max = settings.maxDelay().toNanos();
        return min == max ? min : own.nextLong(min, max + 1);
    }
}
