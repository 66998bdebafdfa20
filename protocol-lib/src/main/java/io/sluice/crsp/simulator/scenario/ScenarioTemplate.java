package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.congestion.CongestionAlgorithm;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.scenario.Scenario.Jolt;
import io.sluice.crsp.simulator.scenario.Scenario.Move;
import io.sluice.crsp.simulator.scenario.Scenario.Outage;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * A kind of runs: for every value of a {@link Scenario} the range that a seed draws it from. Some have names; others come
 * from a file of {@code key = value} lines, where a value is {@code 5}, {@code 1..20}, {@code 0%..25%} or {@code
 * 50ms..4s}, and {@code in 30%} behind it means that it is 0 otherwise.
 *
 * <pre>
 * description = Short cuts on a lossy link
 * clients = 1..5
 * loss = 0%..25% in 60%
 * cuts = 1..4
 * cut-length = 50ms..2s
 * </pre>
 */
public final class ScenarioTemplate {
    private final String name;
    private final String description;
    private final Map<ScenarioKey, Spread> spreads;
    private final List<Hostility> hostilities;

    private ScenarioTemplate(
            String name, String description, Map<ScenarioKey, Spread> spreads, List<Hostility> hostilities) {
        this.name = name;
        this.description = description;
        this.spreads = spreads;
        this.hostilities = hostilities;
    }

    /** What it is called; a file's name for one that was read from there. */
    public String name() {
        return name;
    }

    /** One sentence for people. */
    public String description() {
        return description;
    }

    /**
     * The template of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that there are
     */
    public static ScenarioTemplate named(String name) {
        return NamedScenarios.named(name);
    }

    /** All templates that have a name. */
    public static List<ScenarioTemplate> all() {
        return NamedScenarios.all();
    }

    /**
     * Reads a description.
     *
     * @param name what to call it
     * @param from lines as in the example above, after {@link Properties#load(Reader)}
     * @throws IllegalArgumentException if a key is unknown or a value wrong; the message says which
     */
    public static ScenarioTemplate read(String name, Reader from) throws IOException {
        Properties properties = new Properties();
        properties.load(from);
        Map<ScenarioKey, Spread> spreads = new EnumMap<>(ScenarioKey.class);
        String description = "";
        List<Hostility> hostilities = Hostility.ALL;
        for (String key : properties.stringPropertyNames()) {
            String value = properties.getProperty(key).strip();
            ScenarioKey known = ScenarioKey.of(key);
            if (known != null) {
                spreads.put(known, known.parse(value));
            } else if (key.equals("description")) {
                description = value;
            } else if (key.equals("hostility")) {
                hostilities = Hostility.parse(value);
            } else {
                throw new IllegalArgumentException(
                        "'" + key + "' is no setting of a scenario; there are description, hostility, "
                                + ScenarioKey.all());
            }
        }
        return new ScenarioTemplate(name, description, spreads, hostilities);
    }

    /** Draws a scenario; the same seed gives the same one. */
    public Scenario draw(long seed) {
        return new Drawing(seed).scenario();
    }

    /** Draws every value once, in the order of the keys, so that a value depends on nothing but seed and template. */
    private final class Drawing {
        private final long seed;
        private final SplittableRandom random;
        private final Map<ScenarioKey, RandomGenerator> sources = new EnumMap<>(ScenarioKey.class);

        Drawing(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            for (ScenarioKey key : ScenarioKey.values()) {
                sources.put(key, random.split());
            }
        }

        private RandomGenerator source(ScenarioKey key) {
            return Objects.requireNonNull(sources.get(key));
        }

        private Spread spread(ScenarioKey key) {
            return spreads.getOrDefault(key, key.otherwise());
        }

        private int count(ScenarioKey key) {
            return spread(key).drawInt(source(key));
        }

        private double share(ScenarioKey key) {
            return spread(key).draw(source(key));
        }

        private long millis(ScenarioKey key) {
            return spread(key).drawLong(source(key));
        }

        private <T> List<T> events(ScenarioKey key, LongFunction<T> at) {
            List<T> events = new ArrayList<>();
            double end = spread(ScenarioKey.DISTURBED).high();
            for (int i = count(key); i > 0; i--) {
                events.add(at.apply(source(key).nextLong((long) end)));
            }
            return events;
        }

        private int machine(int clients) {
            return random.nextInt(clients + 1) - 1;
        }

        private LinkSettings link() {
            long delay = millis(ScenarioKey.DELAY);
            int mtu = count(ScenarioKey.MTU);
            return LinkSettings.builder()
                    .loss(share(ScenarioKey.LOSS))
                    .corruption(share(ScenarioKey.CORRUPTION))
                    .duplication(share(ScenarioKey.DUPLICATION))
                    .reordering(share(ScenarioKey.REORDERING))
                    .delay(Duration.ofMillis(delay / 3), Duration.ofMillis(delay))
                    .packetsPerSecond(count(ScenarioKey.PACKETS_PER_SECOND))
                    .mtu(mtu == 0 ? LinkSettings.MAX_MTU : mtu)
                    .build();
        }

        Scenario scenario() {
            int clients = count(ScenarioKey.CLIENTS);
            boolean bbr = random.nextDouble() < share(ScenarioKey.BBR);
            boolean secure = random.nextDouble() < share(ScenarioKey.SECURE);
            List<Hostility> hostile = new ArrayList<>();
            for (int i = count(ScenarioKey.HOSTILE); i > 0; i--) {
                hostile.add(hostilities.get(random.nextInt(hostilities.size())));
            }
            return new Scenario(
                    name,
                    seed,
                    link(),
                    clients,
                    count(ScenarioKey.STREAMS),
                    count(ScenarioKey.MESSAGES),
                    count(ScenarioKey.MESSAGE_SIZE),
                    count(ScenarioKey.STREAM_WINDOW),
                    count(ScenarioKey.CONNECTION_WINDOW),
                    share(ScenarioKey.SLOW_READERS),
                    share(ScenarioKey.STOPPING_READERS),
                    share(ScenarioKey.RESETS),
                    share(ScenarioKey.STOPS),
                    secure,
                    bbr ? CongestionAlgorithm.BBR : CongestionAlgorithm.CUBIC,
                    events(ScenarioKey.CUTS, at -> new Outage(at, millis(ScenarioKey.CUT_LENGTH))),
                    events(ScenarioKey.MOVES, at -> new Move(at, random.nextInt(clients))),
                    events(ScenarioKey.RESTARTS, at -> new Outage(at, millis(ScenarioKey.RESTART_LENGTH))),
                    events(
                            ScenarioKey.CLOCK_JUMPS,
                            at -> new Jolt(at, machine(clients), millis(ScenarioKey.CLOCK_JUMP_LENGTH))),
                    events(
                            ScenarioKey.FREEZES,
                            at -> new Jolt(at, machine(clients), millis(ScenarioKey.FREEZE_LENGTH))),
                    hostile);
        }
    }
}
