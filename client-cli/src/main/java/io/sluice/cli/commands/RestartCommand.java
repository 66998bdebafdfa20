package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.local.LocalInstance;
import io.sluice.cli.local.LocalServer;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice restart}. */
@Command(name = "restart", description = {
    "Stops the local gateways and Kafka and starts them again, with the settings they had.",
    "With --rolling the gateways alone, one after the other, each ready before the next one stops: devices move to"
            + " those that run and lose nothing. --gateway and --broker name what is restarted, one after the other,"
            + " too."
}, exitCodeList = {
    "0:all are ready again",
    "2:wrong usage",
    "3:nothing runs",
    "7:not ready in time"
}, footer = {"  sluice restart --rolling", "  sluice restart --gateway 2", "  sluice restart --broker 1,2,3"})
public final class RestartCommand extends SluiceCommand {
    @Mixin
    private HomeOptions home = new HomeOptions();

    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Option(names = "--rolling", description = "The gateways, one after the other.")
    private boolean rolling;

    @Override
    protected int run(Console console) throws Exception {
        LocalInstance instance = home.instance();
        if (rolling && !servers.isEmpty()) {
            throw new CliException(ExitCode.USAGE, "--rolling restarts all gateways",
                    "Leave away --gateway and --broker, which are restarted one after the other, too.");
        }
        List<? extends LocalServer> named = rolling ? instance.gateways() : servers.named(instance);
        if (!instance.running()) {
            throw new CliException(ExitCode.UNREACHABLE, "nothing runs", "Start it: sluice up.");
        }
        long start = System.nanoTime();
        if (named.isEmpty()) {
            instance.down();
            instance.up(new WaitingLine(console));
        } else {
            instance.restart(named, new WaitingLine(console));
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        console.result(String.format(Locale.ROOT, "ready after %.1f s", elapsed.toMillis() / 1e3),
                Json.object().put("event", "restart").put("millis", elapsed.toMillis()));
        return ExitCode.OK;
    }
}
