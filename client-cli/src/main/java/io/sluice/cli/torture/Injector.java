package io.sluice.cli.torture;

import io.sluice.cli.CliException;
import io.sluice.cli.local.LocalInstance;
import io.sluice.cli.local.LocalServer;
import io.sluice.cli.local.Waiting;
import io.sluice.cli.torture.FaultKind.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Does the faults of one lane, each until it is healed: processes are ready again, and Kafka's partitions have all their
 * copies, before the next one. Not thread-safe.
 */
final class Injector {
    /** On a machine that all the others keep busy a start may take minutes: how long is no fault. */
    private static final Duration PATIENCE_TO_START = Duration.ofMinutes(15);
    private static final Duration PATIENCE_FOR_COPIES = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final KafkaState kafka;
    private final List<Device> devices;
    private final FaultLog log;
    private final FaultTeller teller;

    /** Told when a fault begins. */
    @FunctionalInterface
    interface FaultTeller {
        void begun(Fault fault);
    }

    Injector(Cluster cluster, KafkaState kafka, List<Device> devices, FaultLog log, FaultTeller teller) {
        this.cluster = cluster;
        this.kafka = kafka;
        this.devices = devices;
        this.log = log;
        this.teller = teller;
    }

    /** Does faults until the time is up; the last one is healed when this returns, unless it is interrupted. */
    void run(FaultSchedule schedule, long endNanos) throws CliException, InterruptedException {
        List<SilenceTracker.Watch> watches = List.of();
        while (true) {
            Fault fault = schedule.next();
            long pause = Math.min(fault.pause().toNanos(), endNanos - System.nanoTime());
            if (pause > 0) {
                Thread.sleep(Duration.ofNanos(pause));
            }
            watches.forEach(SilenceTracker.Watch::close);
            if (System.nanoTime() - endNanos >= 0) {
                return;
            }
            log.begin(fault);
            teller.begun(fault);
            watches = watch(fault);
            perform(fault);
            log.healed(fault);
        }
    }

    private List<SilenceTracker.Watch> watch(Fault fault) {
        List<SilenceTracker.Watch> watches = new ArrayList<>();
        FaultKind kind = fault.kind();
        for (Device device : devices) {
            if (kind.lane() == Lane.DEVICE) {
                if (device.number() == fault.target()) {
                    watches.add(device.silence().watchOwn(nanos -> log.silence(kind, nanos)));
                }
            } else if (isTouched(device, fault)) {
                watches.add(device.silence().watch(nanos -> log.silence(kind, nanos)));
            }
        }
        return watches;
    }

    private static boolean isTouched(Device device, Fault fault) {
        return switch (fault.kind()) {
            case GATEWAY_KILL, GATEWAY_FREEZE -> device.gateway() == fault.target();
            default -> true;
        };
    }

    private void perform(Fault fault) throws CliException, InterruptedException {
        LocalInstance instance = cluster.instance();
        switch (fault.kind()) {
            case GATEWAY_KILL -> kill(instance.gateways().get(fault.target() - 1), fault.length());
            case GATEWAY_FREEZE -> freeze(instance.gateways().get(fault.target() - 1), fault.length());
            case BROKER_KILL -> {
                kill(instance.brokers().get(fault.target() - 1), fault.length());
                kafka.awaitInSync(PATIENCE_FOR_COPIES);
            }
            case BROKER_FREEZE -> {
                freeze(instance.brokers().get(fault.target() - 1), fault.length());
                kafka.awaitInSync(PATIENCE_FOR_COPIES);
            }
            case ROLLING_RESTART -> instance.restart(instance.gateways(), PATIENCE_TO_START, Waiting.SILENT);
            case CUT_ALL -> {
                cluster.links().cutAll();
                Thread.sleep(fault.length());
                cluster.links().healAll();
            }
            case LOSS_ALL -> {
                cluster.links().spoilAll();
                Thread.sleep(fault.length());
                cluster.links().healAll();
            }
            case CUT_ONE -> {
                cluster.links().cut(device(fault).port());
                Thread.sleep(fault.length());
                cluster.links().heal(device(fault).port());
            }
            case LOSS_ONE -> {
                cluster.links().spoil(device(fault).port());
                Thread.sleep(fault.length());
                cluster.links().heal(device(fault).port());
            }
        }
    }

    private Device device(Fault fault) {
        return devices.get(fault.target() - 1);
    }

    private static void kill(LocalServer server, Duration away) throws CliException, InterruptedException {
        server.kill();
        Thread.sleep(away);
        server.start();
        server.awaitReady(PATIENCE_TO_START, Waiting.SILENT);
    }

    private static void freeze(LocalServer server, Duration length) throws CliException, InterruptedException {
        server.freeze();
        Thread.sleep(length);
        server.thaw();
        server.awaitReady(PATIENCE_TO_START, Waiting.SILENT);
    }
}
