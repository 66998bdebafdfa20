package io.sluice.benchmarks.gateway;

import io.sluice.benchmarks.harness.Entrant;
import io.sluice.benchmarks.harness.Goal;
import io.sluice.benchmarks.harness.Goal.Figure;
import io.sluice.benchmarks.harness.Measure;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import io.sluice.crsp.session.Guarantee;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All that {@code sluice bench gateway} measures, and what should come out. */
final class GatewaySuite {
    /** Bytes of a record's value where nothing else is said. */
    static final int RECORD_BYTES = 1024;

    private static final String BARE = "bare";
    private static final String SLUICE = "sluice";
    private static final String MOSQUITTO = "mosquitto";
    private static final String NO_BRIDGE = "It is published as a container image and an archive, not as a Maven artifact that the build could fetch.";

    private static final List<Integer> FANOUT = List.of(1, 10, 100, 1000);

    /** 400 kB of messages wait for their commit, whoever sends them. */
    private static final int IN_FLIGHT = 4_000;

    /** What the way has time for, to see how long a message takes that waits for no other. */
    private static final int CONFIRMED_PER_SECOND = 1_000;

    private final boolean quick;
    private final Bed bed;

    /** @param quick for a first look */
    GatewaySuite(boolean quick, Bed bed) {
        this.quick = quick;
        this.bed = bed;
    }

    /** All measures, in the order in which they are taken. */
    List<Measure> measures() {
        return List.of(throughput(), fanout(), latency(), ingest(), confirm(), catchUp(), relay(), restore(), start());
    }

    /** An entrant of a measure by their names. */
    Optional<Entrant> find(String measure, String entrant) {
        return measures().stream().filter(each -> each.name().equals(measure))
                .flatMap(each -> each.entrants().stream()).filter(each -> each.name().equals(entrant)).findFirst();
    }

    private Pace first() {
        return quick ? Pace.ofMillis(3000, 3000) : Pace.ofMillis(10_000, 8000);
    }

    /** Long enough for the compilers of three processes to have done with a thousand clients' code. */
    private Pace firstOfMany() {
        return quick ? first() : Pace.ofMillis(20_000, 8000);
    }

    /** The first measure meets a gateway that has just started: its compilers take half a minute of full work. */
    private Pace firstOfAll() {
        return quick ? first() : Pace.ofMillis(30_000, 8000);
    }

    private Pace later() {
        return quick ? Pace.ofMillis(1000, 3000) : Pace.ofMillis(2000, 8000);
    }

    private Measure measure(String name, String title, List<Metric> metrics,
            String reference, Pace first, Pace later, List<Entrant> entrants) {
        return new Measure(name, name, title, metrics, reference, 1, first, later, entrants);
    }

    private Measure throughput() {
        long count = quick ? 100_000 : 400_000;
        return measure("throughput", "Kafka to one client: a stored topic of 1 KiB records, one partition",
                ThroughputTrial.METRICS, BARE, firstOfAll(), later(), List.of(
                        Entrant.of(BARE, "Kafka consumer",
                                () -> new ThroughputTrial(bed, BareStoredTopic::new, count)),
                        Entrant.of(SLUICE, "Sluice, secure UDP",
                                () -> new ThroughputTrial(bed, SluiceStoredTopic::new, count))));
    }

    private Measure fanout() {
        List<Entrant> entrants = new ArrayList<>();
        entrants.add(Entrant.of(BARE, "Kafka consumer, one", () -> new FanoutTrial(bed, BareTail::new, 1)));
        for (int sessions : FANOUT) {
            entrants.add(Entrant.of(fanoutName(sessions), String.format(Locale.ROOT, "Sluice, %,d sessions", sessions),
                    () -> new FanoutTrial(bed, SluiceTail::new, sessions)));
        }
        return measure("fanout", "One topic to many sessions of one gateway, 1 KiB records as they are written",
                FanoutTrial.METRICS, BARE, firstOfMany(), later(), entrants);
    }

    private static String fanoutName(int sessions) {
        return "sessions-" + sessions;
    }

    private Measure latency() {
        return measure("latency", "From the producer to the client's application, 1,000 records of 1 KiB a second",
                LatencyTrial.METRICS, BARE, first(), later(), List.of(
                        Entrant.of(BARE, "Kafka consumer", () -> new LatencyTrial(bed, BareTail::new)),
                        Entrant.of(SLUICE, "Sluice, secure UDP", () -> new LatencyTrial(bed, SluiceTail::new))));
    }

    private Measure ingest() {
        Uplink.Load load = Uplink.Load.most(quick ? 100 : 1000, IN_FLIGHT);
        return measure("ingest",
                String.format(Locale.ROOT, "Clients to Kafka, exactly once: messages of 100 bytes, %,d under way",
                        load.inFlight()),
                IngestTrial.METRICS, BARE, first(), later(), List.of(
                        Entrant.of(BARE, "Kafka transactional producer",
                                () -> new IngestTrial(bed, BareUplink::new, load)),
                        Entrant.of(SLUICE, String.format(Locale.ROOT, "Sluice, %,d secure clients", load.senders()),
                                () -> new IngestTrial(bed, SluiceUplink::new, load))));
    }

    private Measure confirm() {
        Uplink.Load load = new Uplink.Load(quick ? 100 : 1000, IN_FLIGHT, CONFIRMED_PER_SECOND);
        return measure("confirm",
                String.format(Locale.ROOT, "Clients to Kafka, exactly once: %,d messages of 100 bytes a second",
                        load.perSecond()),
                IngestTrial.METRICS, BARE, first(), later(), List.of(
                        Entrant.of(BARE, "Kafka transactional producer",
                                () -> new IngestTrial(bed, BareUplink::new, load)),
                        Entrant.of(SLUICE, String.format(Locale.ROOT, "Sluice, %,d secure clients", load.senders()),
                                () -> new IngestTrial(bed, SluiceUplink::new, load))));
    }

    private Measure catchUp() {
        int sessions = quick ? 100 : 1000;
        int history = quick ? 2_000 : 1_000;
        // For those that catch up on slow processors; the tail alone is not timed for longer than it takes to know it.
        Pace pace = quick ? Pace.ofMillis(2000, 5000) : Pace.ofMillis(5000, 300_000);
        return measure("catchup",
                "Ten sessions at the tail get 1,000 records of 1 KiB a second while others catch up from random places",
                CatchUpTrial.METRICS, "quiet", pace, pace, List.of(
                        Entrant.of("quiet", "nobody catches up", () -> new CatchUpTrial(bed, 0, history)),
                        Entrant.of("catching", String.format(Locale.ROOT, "%,d sessions catch up", sessions),
                                () -> new CatchUpTrial(bed, sessions, history))));
    }

    private Measure relay() {
        return measure("relay", String.format(Locale.ROOT,
                "One client to another through the broker: messages of 100 bytes, %,d under way", RelayTrial.UNDER_WAY),
                RelayTrial.METRICS, MOSQUITTO, first(), later(), List.of(
                        relay(SLUICE, "Sluice, secure, exactly once",
                                (at, taker) -> new SluiceRelay(at, Guarantee.EXACTLY_ONCE, taker)),
                        relay("sluice-at-least-once", "Sluice, secure, at least once",
                                (at, taker) -> new SluiceRelay(at, Guarantee.AT_LEAST_ONCE, taker)),
                        new Entrant(MOSQUITTO, "Mosquitto, plain, QoS 1",
                                () -> new RelayTrial(bed, (at, taker) -> new MosquittoRelay(taker,
                                        RelayTrial.UNDER_WAY)),
                                List.of(), Mosquitto::absence),
                        new Entrant("http-bridge", "Strimzi HTTP bridge", GatewaySuite::withoutBridge, List.of(),
                                () -> NO_BRIDGE),
                        relay(BARE, "Kafka producer and consumer", BareRelay::new)));
    }

    private static Trial withoutBridge() {
        throw new UnsupportedOperationException(NO_BRIDGE);
    }

    private Entrant relay(String name, String title, Relay.Opening way) {
        return Entrant.of(name, title, () -> new RelayTrial(bed, way));
    }

    private Measure restore() {
        int sessions = quick ? 100_000 : 1_000_000;
        Pace pace = Pace.ofMillis(0, quick ? 60_000 : 180_000);
        return measure("restore",
                String.format(Locale.ROOT, "A gateway starts with %,d stored sessions, and without", sessions),
                RestoreTrial.METRICS, SLUICE, pace, pace, List.of(
                        Entrant.of(SLUICE, "Sluice", () -> new RestoreTrial(bed, sessions))));
    }

    private Measure start() {
        Pace pace = Pace.ofMillis(0, 60_000);
        return measure("start", "Start until ready", GatewayStartTrial.METRICS, "liberty", pace, pace, List.of(
                Entrant.of("liberty", "Open Liberty with the gateway", () -> new GatewayStartTrial(bed)),
                Entrant.of("up", "sluice up, with Kafka", () -> new UpTrial(bed))));
    }

    /** What the gateway should reach. */
    static List<Goal> goals() {
        Figure most = new Figure("fanout", fanoutName(FANOUT.getLast()), "recordsPerSecond");
        return List.of(
                Goal.ratioAtLeast("throughput", "throughput, Sluice : Kafka consumer",
                        new Figure("throughput", SLUICE, "megabytesPerSecond"),
                        new Figure("throughput", BARE, "megabytesPerSecond"), 0.8),
                Goal.ratioAtLeast("fanout", "delivered in all, 1,000 sessions : one Kafka consumer", most,
                        new Figure("fanout", BARE, "recordsPerSecond"), 5),
                Goal.ratioAtMost("fanoutReads", "Kafka bytes read, 1,000 sessions : ten",
                        new Figure("fanout", fanoutName(1000), "kafkaReads"),
                        new Figure("fanout", fanoutName(10), "kafkaReads"), 1.1),
                Goal.excessAtMost("latencyExcess", "p99 in ms, Sluice less Kafka consumer",
                        new Figure("latency", SLUICE, "p99"), new Figure("latency", BARE, "p99"), 2),
                Goal.atMost("latency", "p99 in ms, Sluice", new Figure("latency", SLUICE, "p99"), 50),
                Goal.ratioAtLeast("ingest", "committed messages, Sluice : Kafka transactional producer",
                        new Figure("ingest", SLUICE, "messagesPerSecond"),
                        new Figure("ingest", BARE, "messagesPerSecond"), 0.7),
                Goal.atMost("confirmP99", "confirmation p99 in ms at 1,000 messages a second, Sluice",
                        new Figure("confirm", SLUICE, "p99"), 50),
                Goal.atMost("ingestP99", "confirmation p99 in ms as fast as it goes, Sluice",
                        new Figure("ingest", SLUICE, "p99"), 50),
                Goal.atMost("catchupP99", "tail p99 in ms while others catch up",
                        new Figure("catchup", "catching", "p99"), 50),
                Goal.ratioAtLeast("relay", "messages to another client, Sluice at least once : Mosquitto",
                        new Figure("relay", "sluice-at-least-once", "messagesPerSecond"),
                        new Figure("relay", MOSQUITTO, "messagesPerSecond"), 1),
                Goal.ratioAtMost("relayP99", "p99 to another client, Sluice at least once : Mosquitto",
                        new Figure("relay", "sluice-at-least-once", "p99"), new Figure("relay", MOSQUITTO, "p99"), 1),
                Goal.atMost("restore", "seconds to restore the stored sessions",
                        new Figure("restore", SLUICE, "seconds"), 15),
                Goal.atMost("sessionHeap", "heap of a detached session in bytes",
                        new Figure("restore", SLUICE, "bytesPerSession"), 300),
                Goal.atMost("libertyStart", "start of Open Liberty with the gateway in s",
                        new Figure("start", "liberty", "seconds"), 6),
                Goal.atMost("up", "sluice up in s", new Figure("start", "up", "seconds"), 12));
    }
}
