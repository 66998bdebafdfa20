package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalGateway;
import io.sluice.cli.local.LocalInstance;
import io.sluice.cli.local.LocalServer;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice status}. */
@Command(name = "status", description = "Tells whether the local gateways and Kafka run, and what keeps them from being ready.", exitCodeList = {
    "0:every gateway is ready, and every Kafka node", "2:wrong usage",
    "3:one is not"}, footer = {"  sluice status", "  sluice status --json"})
public final class StatusCommand extends SluiceCommand {
    /** What is seen of a process; {@code missing} is empty once it is ready. */
    private record State(@Nullable Long pid, Optional<String> missing) {
        static State of(LocalServer server) throws CliException, InterruptedException {
            Optional<Long> pid = server.pid();
            return new State(pid.orElse(null),
                    pid.isPresent() ? server.missing() : Optional.of("it does not run; sluice up starts it"));
        }

        boolean ready() {
            return missing.isEmpty();
        }

        String text() {
            return missing.map(what -> "not ready, " + what).orElse("ready, process " + pid);
        }
    }

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Override
    protected int run(Console console) throws Exception {
        LocalInstance instance = home.instance();
        InstanceSettings settings = instance.settings();
        List<State> gateways = new ArrayList<>();
        for (LocalGateway gateway : instance.gateways()) {
            gateways.add(State.of(gateway));
        }
        List<State> brokers = new ArrayList<>();
        if (settings.externalKafka().isEmpty()) {
            for (LocalServer broker : instance.brokers()) {
                brokers.add(State.of(broker));
            }
        }
        // One alone is told by its gateway's health, which asks Kafka, too.
        boolean ready = gateways.stream().allMatch(State::ready)
                && (brokers.size() < 2 || brokers.stream().allMatch(State::ready));
        console.result(text(instance, gateways, brokers), json(instance, ready, gateways, brokers));
        return ready ? ExitCode.OK : ExitCode.UNREACHABLE;
    }

    private static String text(LocalInstance instance, List<State> gateways, List<State> brokers) {
        InstanceSettings settings = instance.settings();
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        for (int i = 0; i < gateways.size(); i++) {
            lines.add((gateways.size() == 1 ? "gateway  " : "gateway " + (i + 1) + "  ") + gateways.get(i).text());
            lines.add("  devices  udp port " + settings.port(i + 1));
            lines.add("  console  " + instance.gateways().get(i).console());
        }
        if (brokers.size() < 2) {
            String state = brokers.isEmpty()
                    ? "your own"
                    : Optional.ofNullable(brokers.getFirst().pid()).map(pid -> "process " + pid)
                            .orElse("does not run");
            return lines.add("kafka    " + settings.kafka() + ", " + state).toString();
        }
        for (int i = 0; i < brokers.size(); i++) {
            lines.add("kafka " + (i + 1) + "    127.0.0.1:" + settings.kafkaPort(i + 1) + ", " + brokers.get(i).text());
        }
        return lines.toString();
    }

    private static Json json(LocalInstance instance, boolean ready, List<State> gateways, List<State> brokers) {
        InstanceSettings settings = instance.settings();
        List<Json> gatewayList = new ArrayList<>();
        for (int i = 0; i < gateways.size(); i++) {
            gatewayList.add(server("gateway", i + 1, gateways.get(i)).put("port", settings.port(i + 1))
                    .put("console", instance.gateways().get(i).console()));
        }
        List<Json> brokerList = new ArrayList<>();
        for (int i = 0; i < brokers.size(); i++) {
            brokerList.add(server("broker", i + 1, brokers.get(i)).put("port", settings.kafkaPort(i + 1)));
        }
        State first = gateways.getFirst();
        return Json.object().put("event", "status").put("ready", ready)
                .put("missing", gateways.stream().map(State::missing).flatMap(Optional::stream).findFirst()
                        .orElse(null))
                .put("gatewayPid", first.pid())
                .put("kafkaPid", brokers.stream().map(State::pid).filter(Objects::nonNull).findFirst().orElse(null))
                .put("port", settings.port()).put("console", instance.gateway().console())
                .put("kafka", settings.kafka()).put("gateways", gatewayList).put("brokers", brokerList);
    }

    private static Json server(String kind, int number, State state) {
        return Json.object().put(kind, number).put("ready", state.ready()).put("missing", state.missing().orElse(null))
                .put("pid", state.pid());
    }
}
