package io.sluice.crsp.simulator.scenario;

import java.util.random.RandomGenerator;

/**
 * From where a seed draws a value: evenly from {@code low} to {@code high}, both included, with probability {@code
 * chance}; otherwise it is 0.
 */
record Spread(double low, double high, double chance) {
    Spread {
        if (!(low <= high)) {
            throw new IllegalArgumentException("the range " + low + ".." + high + " has its ends the wrong way round");
        }
        if (!(chance >= 0 && chance <= 1)) {
            throw new IllegalArgumentException("a probability is from 0% to 100%, not " + chance);
        }
    }

    /** A value that is always the same. */
    static Spread of(double value) {
        return new Spread(value, value, 1);
    }

    /** Takes two numbers of the generator whatever comes out, so that later values do not depend on it. */
    double draw(RandomGenerator random) {
        double whether = random.nextDouble();
        double where = random.nextDouble();
        return whether < chance ? low + (high - low) * where : 0;
    }

    /** A whole number; each in the range is as likely. */
    int drawInt(RandomGenerator random) {
        return (int) drawLong(random);
    }

    long drawLong(RandomGenerator random) {
        double whether = random.nextDouble();
        double where = random.nextDouble();
        return whether < chance ? (long) Math.floor(low + (high - low + 1) * where) : 0;
    }
}
