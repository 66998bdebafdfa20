package io.sluice.crsp.simulator;

import java.time.Duration;
import java.util.Objects;

/**
 * What one direction of a simulated network does to datagrams. Immutable; every value is checked
 * when it is made.
 *
 * <pre>{@code
 * LinkSettings lossy = LinkSettings.builder().loss(0.1).corruption(0.1).delay(Duration.ZERO, Duration.ofMillis(100)).build();
 * }</pre>
 *
 * @param loss probability, 0 to 1, that a datagram never arrives; default 0
 * @param corruption probability, 0 to 1, that a datagram arrives with 1 to {@value
 *     #MAX_FLIPPED_BITS} bits flipped and its length kept; default 0
 * @param duplication probability, 0 to 1, that a datagram arrives twice, each copy with a delay of
 *     its own; default 0
 * @param reordering probability, 0 to 1, that a datagram is held back by {@code reorderingDelay} on
 *     top of its delay, so that later ones overtake it; default 0
 * @param minDelay shortest delay of a datagram; default 0
 * @param maxDelay longest delay of a datagram: each draws its own uniformly from minDelay to
 *     maxDelay, so jitter alone reorders too; default 0, at most {@link #MAX_DELAY}
 * @param reorderingDelay how long {@code reordering} holds a datagram back; default 20 ms, at most
 *     {@link #MAX_DELAY}
 * @param bytesPerSecond rate limit in payload bytes a second, 0 for none; default 0
 * @param packetsPerSecond rate limit in datagrams a second, 0 for none; default 0
 * @param queueBytes payload bytes that may wait for the rate limit; what does not fit is dropped
 *     (tail drop); default 256 KiB
 * @param inFlightBytes payload bytes that may be under way at once, waiting or delayed; what does
 *     not fit is dropped; default 32 MiB
 * @param ecnThresholdBytes payload bytes that may wait for the rate limit before datagrams that may be marked are
 *     marked with "congestion experienced" (RFC 3168), 0 for never; default 0
 * @param ecnWiped whether all marks are lost on the way, as on some paths; default false
 * @param mtu longest payload in bytes that passes, longer ones vanish; default 65,535
 */
public record LinkSettings(
        double loss,
        double corruption,
        double duplication,
        double reordering,
        Duration minDelay,
        Duration maxDelay,
        Duration reorderingDelay,
        long bytesPerSecond,
        long packetsPerSecond,
        int queueBytes,
        int inFlightBytes,
        int ecnThresholdBytes,
        boolean ecnWiped,
        int mtu) {

    /** Most bits that one corruption flips. */
    public static final int MAX_FLIPPED_BITS = 8;

    /** Upper bound of every delay: beyond a minute a link is cut, not slow. */
    public static final Duration MAX_DELAY = Duration.ofMinutes(1);

    /** Longest payload of a UDP datagram that the simulator accepts, in bytes. */
    public static final int MAX_MTU = 65_535;

    private static final LinkSettings PERFECT = new Builder().build();

    /** Checks every value. */
    public LinkSettings {
        checkProbability("loss", loss);
        checkProbability("corruption", corruption);
        checkProbability("duplication", duplication);
        checkProbability("reordering", reordering);
        checkDelay("minDelay", minDelay);
        checkDelay("maxDelay", maxDelay);
        checkDelay("reorderingDelay", reorderingDelay);
        check(minDelay.compareTo(maxDelay) <= 0, "minDelay", "at most maxDelay (" + maxDelay + ")", minDelay);
        check(bytesPerSecond >= 0, "bytesPerSecond", "0 (unlimited) or more", bytesPerSecond);
        check(packetsPerSecond >= 0, "packetsPerSecond", "0 (unlimited) or more", packetsPerSecond);
        check(queueBytes >= 1, "queueBytes", "at least 1", queueBytes);
        check(inFlightBytes >= 1, "inFlightBytes", "at least 1", inFlightBytes);
        check(ecnThresholdBytes >= 0, "ecnThresholdBytes", "0 (never) or more", ecnThresholdBytes);
        check(mtu >= 1 && mtu <= MAX_MTU, "mtu", "from 1 to " + MAX_MTU + " bytes", mtu);
    }

    /**
     * Settings of a link that loses, delays and limits nothing.
     *
     * @return the defaults
     */
    public static LinkSettings perfect() {
        return PERFECT;
    }

    /**
     * Starts from a perfect link.
     *
     * @return a new builder, not safe for use by several threads
     */
    public static Builder builder() {
        return new Builder();
    }

    private static void checkProbability(String name, double value) {
        // Written so that NaN fails too.
        check(value >= 0.0 && value <= 1.0, name, "a probability from 0 to 1", value);
    }

    private static void checkDelay(String name, Duration value) {
        Objects.requireNonNull(value, name);
        check(!value.isNegative() && value.compareTo(MAX_DELAY) <= 0, name, "from 0 to " + MAX_DELAY, value);
    }

    private static void check(boolean holds, String name, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + rule + ", not " + value);
        }
    }

    /** Collects settings; each method returns the builder and {@link #build()} checks them all. */
    public static final class Builder {
        private double loss;
        private double corruption;
        private double duplication;
        private double reordering;
        private Duration minDelay = Duration.ZERO;
        private Duration maxDelay = Duration.ZERO;
        private Duration reorderingDelay = Duration.ofMillis(20);
        private long bytesPerSecond;
        private long packetsPerSecond;
        private int queueBytes = 256 * 1024;
        private int inFlightBytes = 32 * 1024 * 1024;
        private int ecnThresholdBytes;
        private boolean ecnWiped;
        private int mtu = MAX_MTU;

        private Builder() {}

        /**
         * Sets the probability of loss.
         *
         * @param probability 0 to 1
         * @return this builder
         */
        public Builder loss(double probability) {
            this.loss = probability;
            return this;
        }

        /**
         * Sets the probability of flipped bits.
         *
         * @param probability 0 to 1
         * @return this builder
         */
        public Builder corruption(double probability) {
            this.corruption = probability;
            return this;
        }

        /**
         * Sets the probability of a second copy.
         *
         * @param probability 0 to 1
         * @return this builder
         */
        public Builder duplication(double probability) {
            this.duplication = probability;
            return this;
        }

        /**
         * Sets the probability of being held back.
         *
         * @param probability 0 to 1
         * @return this builder
         */
        public Builder reordering(double probability) {
            this.reordering = probability;
            return this;
        }

        /**
         * Sets the range from which each datagram draws its delay.
         *
         * @param min shortest delay
         * @param max longest delay
         * @return this builder
         */
        public Builder delay(Duration min, Duration max) {
            this.minDelay = min;
            this.maxDelay = max;
            return this;
        }

        /**
         * Sets how long a reordered datagram is held back.
         *
         * @param delay time on top of the datagram's own delay
         * @return this builder
         */
        public Builder reorderingDelay(Duration delay) {
            this.reorderingDelay = delay;
            return this;
        }

        /**
         * Sets the rate limit in bytes.
         *
         * @param limit payload bytes a second, 0 for none
         * @return this builder
         */
        public Builder bytesPerSecond(long limit) {
            this.bytesPerSecond = limit;
            return this;
        }

        /**
         * Sets the rate limit in datagrams.
         *
         * @param limit datagrams a second, 0 for none
         * @return this builder
         */
        public Builder packetsPerSecond(long limit) {
            this.packetsPerSecond = limit;
            return this;
        }

        /**
         * Sets the room for datagrams that wait for the rate limit.
         *
         * @param bytes payload bytes
         * @return this builder
         */
        public Builder queueBytes(int bytes) {
            this.queueBytes = bytes;
            return this;
        }

        /**
         * Sets the bound of all that is under way.
         *
         * @param bytes payload bytes
         * @return this builder
         */
        public Builder inFlightBytes(int bytes) {
            this.inFlightBytes = bytes;
            return this;
        }

        /**
         * Sets from what queue on datagrams are marked.
         *
         * @param bytes payload bytes that wait, 0 for never
         * @return this builder
         */
        public Builder ecnThresholdBytes(int bytes) {
            this.ecnThresholdBytes = bytes;
            return this;
        }

        /**
         * Sets whether all marks are lost on the way.
         *
         * @param wiped true if they are
         * @return this builder
         */
        public Builder ecnWiped(boolean wiped) {
            this.ecnWiped = wiped;
            return this;
        }

        /**
         * Sets the longest payload that passes.
         *
         * @param bytes 1 to 65,535
         * @return this builder
         */
        public Builder mtu(int bytes) {
            this.mtu = bytes;
            return this;
        }

        /**
         * Makes the settings.
         *
         * @return immutable settings
         * @throws IllegalArgumentException if a value is out of its range; the message names it
         */
        public LinkSettings build() {
            return new LinkSettings(
                    loss,
                    corruption,
                    duplication,
                    reordering,
                    minDelay,
                    maxDelay,
                    reorderingDelay,
                    bytesPerSecond,
                    packetsPerSecond,
                    queueBytes,
                    inFlightBytes,
                    ecnThresholdBytes,
                    ecnWiped,
                    mtu);
        }
    }
}
