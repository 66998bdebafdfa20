package io.sluice.cli.demo;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.check.DeliveryChecker;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.TimedConnect;
import io.sluice.cli.local.LocalGateway;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.cli.output.Progress;
import io.sluice.crsp.client.ClientOptions;
import io.sluice.crsp.client.Delivery;
import io.sluice.crsp.client.GatewayTrust;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.crsp.relay.RelayStatistics;
import io.sluice.crsp.relay.UdpRelay;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Receives the numbers through a relay, and has the gateway killed half-way. Not thread-safe. */
final class DemoDelivery {
    /** With one attempt in five lost, this is many. */
    private static final Duration PATIENCE_TO_CONNECT = Duration.ofSeconds(30);

    /** Without a record for this long the demonstration has failed. */
    private static final Duration PATIENCE_FOR_A_RECORD = Duration.ofMinutes(2);

    private static final Duration LOOK = Duration.ofMillis(100);

    /** A record that comes twice would come soon after. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Console console;
    private final Story story;
    private final UdpRelay relay;
    private final LocalGateway gateway;
    private final String fingerprint;
    private final Produced produced;
    private final DeliveryChecker checker;
    private final Silence silence = new Silence();

    DemoDelivery(Console console, Story story, UdpRelay relay, LocalGateway gateway, String fingerprint,
            Produced produced) {
        this.console = console;
        this.story = story;
        this.relay = relay;
        this.gateway = gateway;
        this.fingerprint = fingerprint;
        this.produced = produced;
        this.checker = DeliveryChecker.ofNumbers(1, produced.records());
    }

    /** Returns when every number has come, the gateway is ready again and the client's session has been resumed. */
    DemoResult run() throws CliException, InterruptedException {
        ClientOptions options = ClientOptions.builder().gateway(relay.localAddress())
                .trust(GatewayTrust.pinned(fingerprint)).name("sluice-demo")
                .listener(story).build();
        try (SluiceClient client = TimedConnect.connect(options, PATIENCE_TO_CONNECT);
                Subscription numbers = client.subscribe(SubscribeRequest.earliest(produced.topic()))) {
            long start = System.nanoTime();
            Duration away = receive(numbers, client);
            return new DemoResult(checker.report(), produced.sha256(), client.resumes(), silence.longest(), away,
                    Duration.ofNanos(System.nanoTime() - start), relay.statistics());
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        } catch (TimeoutException e) {
            throw new CliException(ExitCode.UNREACHABLE,
                    "the gateway does not answer through the bad link within " + PATIENCE_TO_CONNECT.toSeconds() + " s",
                    "Try less loss, or look at its log: " + gateway.log(), e);
        }
    }

    /** Receives all, with the gateway killed half-way; returns how long it was away. */
    private Duration receive(Subscription numbers, SluiceClient client)
            throws SluiceException, InterruptedException, CliException {
        try (Progress progress = new Progress(console, "received", produced.records(), System::nanoTime)) {
            while (checker.distinct() < produced.records() / 2) {
                take(numbers, progress, "");
            }
            try (GatewayCrash crash = GatewayCrash.begin(gateway, story)) {
                while (!checker.complete()) {
                    take(numbers, progress, crash.done() ? "" : ", the gateway is away");
                    if (crash.done()) {
                        // Throws at once if it failed.
                        crash.await();
                    }
                }
                story.tell(String.format(Locale.ROOT, "all %,d numbers are received", checker.distinct()),
                        Json.object().put("event", "received").put("records", checker.distinct()));
                Duration away = crash.await();
                awaitResume(client, numbers);
                return away;
            }
        }
    }

    private void take(Subscription numbers, Progress progress, String state)
            throws SluiceException, InterruptedException, CliException {
        accept(numbers.poll(LOOK));
        long now = System.nanoTime();
        Duration silent = silence.since(now);
        if (silent.compareTo(PATIENCE_FOR_A_RECORD) > 0) {
            throw new CliException(ExitCode.TIMED_OUT, "nothing was received for " + silent.toSeconds() + " s",
                    "See the gateway's log: " + gateway.log());
        }
        progress.update(checker.distinct(), detail(silent, state));
    }

    private String detail(Duration silent, String state) {
        RelayStatistics link = relay.statistics();
        String silentFor = silent.compareTo(Duration.ofSeconds(1)) < 0
                ? ""
                : String.format(Locale.ROOT, ", silent for %.1f s", silent.toMillis() / 1e3);
        return String.format(Locale.ROOT, "datagrams lost %,d, corrupted %,d%s%s",
                link.up().lost() + link.down().lost(), link.up().corrupted() + link.down().corrupted(), state,
                silentFor);
    }

    private boolean accept(@Nullable Delivery record) {
        if (record == null) {
            return false;
        }
        byte[] value = record.value();
        checker.accept(record.partition(), record.offset(), value == null ? new byte[0] : value);
        silence.delivered(System.nanoTime());
        return true;
    }

    /** Everything may have been under way when the gateway died; the session goes on all the same. */
    private void awaitResume(SluiceClient client, Subscription numbers)
            throws SluiceException, InterruptedException, CliException {
        long start = System.nanoTime();
        while (client.resumes() == 0) {
            if (System.nanoTime() - start > PATIENCE_TO_CONNECT.toNanos()) {
                throw new CliException(ExitCode.TIMED_OUT, "the client has not resumed its session",
                        "See the gateway's log: " + gateway.log());
            }
            accept(numbers.poll(LOOK));
        }
        while (accept(numbers.poll(GRACE))) {
            // Counted by the checker.
        }
    }
}
