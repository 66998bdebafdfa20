package io.sluice.cli.commands;

import io.sluice.cli.ExitCode;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalInstance;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice status}. */
@Command(name = "status", description = "Tells whether the local gateway and Kafka run, and what keeps them from being ready.", exitCodeList = {
    "0:the gateway is ready", "2:wrong usage", "3:it is not"}, footer = {"  sluice status", "  sluice status --json"})
public final class StatusCommand extends SluiceCommand {
    @Mixin
    private HomeOptions home = new HomeOptions();

    @Override
    protected int run(Console console) throws Exception {
        LocalInstance instance = home.instance();
        InstanceSettings settings = instance.settings();
        Optional<Long> gateway = instance.gateway().pid();
        Optional<Long> broker = instance.broker().pid();
        Optional<String> missing = gateway.isPresent()
                ? instance.gateway().missing()
                : Optional.of("it does not run; sluice up starts it");
        String kafkaState = settings.externalKafka().isPresent()
                ? "your own"
                : broker.map(pid -> "process " + pid).orElse("does not run");
        console.result("""
                gateway  %s, %s
                  devices  udp port %d
                  console  %s
                kafka    %s, %s""".formatted(missing.map(what -> "not ready").orElse("ready"),
                missing.orElseGet(() -> "process " + gateway.orElseThrow()), settings.port(),
                instance.gateway().console(), settings.kafka(), kafkaState),
                Json.object().put("event", "status").put("ready", missing.isEmpty())
                        .put("missing", missing.orElse(null)).put("gatewayPid", gateway.orElse(null))
                        .put("kafkaPid", broker.orElse(null)).put("port", settings.port())
                        .put("console", instance.gateway().console()).put("kafka", settings.kafka()));
        return missing.isEmpty() ? ExitCode.OK : ExitCode.UNREACHABLE;
    }
}
