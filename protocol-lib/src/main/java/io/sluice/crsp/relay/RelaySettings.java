package io.sluice.crsp.relay;

import io.sluice.crsp.simulator.LinkSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How a {@link UdpRelay} is set up. Immutable and checked.
 *
 * @param listen address that clients send to; port 0 takes any free one
 * @param target address that the relay forwards to; it may be away, now or later
 * @param up what happens to datagrams from clients to the target; default perfect
 * @param down what happens to datagrams from the target to clients; default perfect
 * @param seed source of all chance; the links of the n-th client depend on the seed and n alone
 * @param maxClients client addresses served at once, 1 to 65,535; datagrams of further ones are
 *     dropped and counted; default {@value #DEFAULT_MAX_CLIENTS}. Each takes one socket.
 * @param idleTimeout a client that is silent for this long, in both directions, is forgotten; default
 *     5 minutes
 * @param cuts cuts that happen by themselves; default none
 */
public record RelaySettings(
        InetSocketAddress listen,
        InetSocketAddress target,
        LinkSettings up,
        LinkSettings down,
        long seed,
        int maxClients,
        Duration idleTimeout,
        List<CutSchedule> cuts) {

    /** Default of {@code maxClients}. */
    public static final int DEFAULT_MAX_CLIENTS = 4096;

    private static final int HIGHEST_MAX_CLIENTS = 65_535;

    /** Checks the values and copies the list. */
    public RelaySettings {
        Objects.requireNonNull(listen, "listen");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(up, "up");
        Objects.requireNonNull(down, "down");
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        cuts = List.copyOf(cuts);
        check(!listen.isUnresolved(), "the address to listen on is unknown: " + listen);
        check(!target.isUnresolved(), "the target's address is unknown: " + target);
        check(target.getPort() != 0, "the target's port must be from 1 to 65535, not 0");
        check(
                maxClients >= 1 && maxClients <= HIGHEST_MAX_CLIENTS,
                "maxClients must be from 1 to " + HIGHEST_MAX_CLIENTS + ", not " + maxClients);
        check(idleTimeout.isPositive(), "idleTimeout must be more than zero, not " + idleTimeout);
    }

    /**
     * Starts from a relay that does no harm.
     *
     * @param listen address that clients send to
     * @param target address that the relay forwards to
     * @return a new builder, not safe for use by several threads
     */
    public static Builder builder(InetSocketAddress listen, InetSocketAddress target) {
        return new Builder(listen, target);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Collects settings; each method returns the builder and {@link #build()} checks them all. */
    public static final class Builder {
        private final InetSocketAddress listen;
        private final InetSocketAddress target;
        private LinkSettings up = LinkSettings.perfect();
        private LinkSettings down = LinkSettings.perfect();
        private long seed;
        private int maxClients = DEFAULT_MAX_CLIENTS;
        private Duration idleTimeout = Duration.ofMinutes(5);
        private List<CutSchedule> cuts = List.of();

        private Builder(InetSocketAddress listen, InetSocketAddress target) {
            this.listen = listen;
            this.target = target;
        }

        /**
         * Sets the link from clients to the target.
         *
         * @param settings of that direction
         * @return this builder
         */
        public Builder up(LinkSettings settings) {
            this.up = settings;
            return this;
        }

        /**
         * Sets the link from the target to clients.
         *
         * @param settings of that direction
         * @return this builder
         */
        public Builder down(LinkSettings settings) {
            this.down = settings;
            return this;
        }

        /**
         * Sets both directions alike.
         *
         * @param settings of each direction
         * @return this builder
         */
        public Builder both(LinkSettings settings) {
            return up(settings).down(settings);
        }

        /**
         * Sets the seed.
         *
         * @param value any number
         * @return this builder
         */
        public Builder seed(long value) {
            this.seed = value;
            return this;
        }

        /**
         * Sets how many client addresses are served at once.
         *
         * @param limit 1 to 65,535
         * @return this builder
         */
        public Builder maxClients(int limit) {
            this.maxClients = limit;
            return this;
        }

        /**
         * Sets how long a silent client is remembered.
         *
         * @param timeout more than zero
         * @return this builder
         */
        public Builder idleTimeout(Duration timeout) {
            this.idleTimeout = timeout;
            return this;
        }

        /**
         * Sets the cuts that happen by themselves.
         *
         * @param schedules any number of them; the links are cut while one says so
         * @return this builder
         */
        public Builder cuts(List<CutSchedule> schedules) {
            this.cuts = schedules;
            return this;
        }

        /**
         * Makes the settings.
         *
         * @return immutable settings
         * @throws IllegalArgumentException if a value is out of its range; the message names it
         */
        public RelaySettings build() {
            return new RelaySettings(listen, target, up, down, seed, maxClients, idleTimeout, cuts);
        }
    }
}
