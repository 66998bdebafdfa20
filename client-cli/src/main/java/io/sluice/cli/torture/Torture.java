package io.sluice.cli.torture;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.kafka.KafkaAdmin;
import io.sluice.cli.local.Waiting;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.cli.output.StatusLine;
import io.sluice.cli.torture.FaultKind.Lane;
import io.sluice.crsp.client.GatewayTrust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One run on a cluster that is prepared, from the start of its processes to the verdict. Not thread-safe. */
final class Torture {
    private static final int PARTITIONS = 8;
    private static final int KEYS_PER_PARTITION = 4;
    private static final String UP = "torture-up";
    private static final DownTopic DOWN = new DownTopic("torture-down", PARTITIONS, KEYS_PER_PARTITION);
    private static final Duration PATIENCE_TO_HEAL = Duration.ofMinutes(3);
    private static final Duration PATIENCE_TO_DRAIN = Duration.ofMinutes(3);
    private static final Duration PATIENCE_TO_READ = Duration.ofMinutes(10);

    /** A record that comes twice would come soon after. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final long LOOK_MILLIS = 100;

    private final Console console;
    private final TortureSettings settings;
    private final Cluster cluster;
    private final FaultLog log = new FaultLog();
    private final long startNanos = System.nanoTime();

    Torture(Console console, TortureSettings settings, Cluster cluster) {
        this.console = console;
        this.settings = settings;
        this.cluster = cluster;
    }

    TortureResult run(Waiting waiting) throws CliException, InterruptedException {
        tell("starting " + settings.describeCluster() + " in " + cluster.instance().settings().home().folder(),
                Json.object().put("event", "starting"));
        cluster.start(waiting);
        try (KafkaAdmin admin = KafkaAdmin.connect(cluster.kafka())) {
            admin.createIfMissing(DOWN.name(), PARTITIONS);
            admin.createIfMissing(UP, PARTITIONS);
        }
        GatewayTrust trust = GatewayTrust.pinned(
                cluster.instance().settings().home().certificate().fingerprint());
        try (KafkaState kafka = new KafkaState(cluster.kafka());
                Fleet fleet = new Fleet(settings, cluster.links().gateways(), trust, DOWN, UP);
                Source source = new Source(cluster.kafka(), DOWN, settings.producedPerSecond());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                return run(kafka, fleet, source, threads);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private TortureResult run(KafkaState kafka, Fleet fleet, Source source, ExecutorService threads)
            throws CliException, InterruptedException {
        kafka.awaitInSync(PATIENCE_TO_HEAL);
        tell("connecting " + settings.devices() + " devices", Json.object().put("event", "connecting"));
        fleet.connect();
        fleet.start();
        Future<Map<String, Long>> producing = threads.submit(source::run);
        tell("faults begin, seed " + settings.seed(), Json.object().put("event", "faults").put("seed",
                settings.seed()));
        long begun = System.nanoTime();
        torture(kafka, fleet, producing, threads);
        Duration length = Duration.ofNanos(System.nanoTime() - begun);

        tell(log.count() + " faults are over, all is healed; waiting for what is under way",
                Json.object().put("event", "healed").put("faults", log.count()));
        Map<String, Long> written = drain(kafka, fleet, source, producing);
        Observations committed = read(kafka);
        long end = System.nanoTime();
        // One that gave up is an offence, and no silence.
        fleet.devices().stream().filter(device -> device.failure().isEmpty())
                .forEach(device -> device.silence().end(end));
        return new TortureResult(settings, length, log, fleet.check(written, committed), source.confirmed(),
                fleet.delivered(), fleet.sent(), fleet.confirmed(), fleet.resumes(), fleet.failures());
    }

    private void torture(KafkaState kafka, Fleet fleet, Future<?> producing, ExecutorService threads)
            throws CliException, InterruptedException {
        long end = System.nanoTime() + settings.length().toNanos();
        List<Future<?>> lanes = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            Optional<FaultSchedule> schedule = FaultSchedule.of(settings, lane);
            if (schedule.isPresent()) {
                Injector injector = new Injector(cluster, kafka, fleet.devices(), log, this::begun);
                lanes.add(threads.submit(() -> {
                    injector.run(schedule.get(), end);
                    return null;
                }));
            }
        }
        try (StatusLine status = new StatusLine(console)) {
            while (!lanes.stream().allMatch(Future::isDone)) {
                for (Future<?> lane : lanes) {
                    requireGood(lane);
                }
                requireGood(producing);
                status.update(() -> status(fleet));
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
        for (Future<?> lane : lanes) {
            requireGood(lane);
        }
        cluster.instance().up(Waiting.SILENT);
    }

    private void begun(Fault fault) {
        Json event = Json.object().put("event", "fault").put("fault", fault.kind().option())
                .put("target", fault.target()).put("lengthMillis", fault.length().toMillis())
                .put("atMillis", Duration.ofNanos(System.nanoTime() - startNanos).toMillis());
        if (console.json()) {
            console.result("", event);
        } else if (!console.terminal() && fault.kind().lane() == Lane.CLUSTER) {
            tell(fault.describe(), event);
        }
    }

    private String status(Fleet fleet) {
        Fault now = log.current();
        return String.format(Locale.ROOT, "%6.0f s  faults %d  confirmed %,d  delivered %,d  %s",
                (System.nanoTime() - startNanos) / 1e9, log.count(), fleet.confirmed(), fleet.delivered(),
                now == null ? "" : now.describe());
    }

    private Map<String, Long> drain(KafkaState kafka, Fleet fleet, Source source, Future<Map<String, Long>> producing)
            throws CliException, InterruptedException {
        if (!kafka.awaitInSync(PATIENCE_TO_HEAL)) {
            console.note("not every partition has all its copies again");
        }
        source.stop();
        Map<String, Long> written = await(producing);
        if (!fleet.drainPublishers(PATIENCE_TO_DRAIN)) {
            console.note("not every message was confirmed within " + PATIENCE_TO_DRAIN.toSeconds() + " s");
        }
        if (!fleet.drainSubscribers(written, PATIENCE_TO_DRAIN)) {
            console.note("not every record was delivered within " + PATIENCE_TO_DRAIN.toSeconds() + " s");
        }
        Thread.sleep(GRACE);
        return written;
    }

    private Observations read(KafkaState kafka) throws CliException, InterruptedException {
        CommittedTopic topic = new CommittedTopic(cluster.kafka(), UP, PARTITIONS);
        if (!kafka.awaitNoTransaction(Set.copyOf(topic.all()), PATIENCE_TO_HEAL)) {
            console.note("a transaction is still open in topic " + UP + "; what follows it is not read");
        }
        return topic.read(PATIENCE_TO_READ);
    }

    private static void requireGood(Future<?> work) throws CliException, InterruptedException {
        if (work.isDone()) {
            await(work);
        }
    }

    private static <T> T await(Future<T> work) throws CliException, InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CliException failure) {
                throw failure;
            }
            throw new CliException(ExitCode.FAILURE, "unexpected failure: " + e.getCause(),
                    "Run again with --verbose to see where.", e);
        }
    }

    private void tell(String text, Json event) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        console.event(String.format(Locale.ROOT, "%6.1f s  %s", seconds, text),
                event.put("atMillis", Math.round(seconds * 1000)));
    }
}
