package io.sluice.cli.points;

import io.sluice.cli.ExitCode;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.DataPoints;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice point rm}. */
@Command(name = "rm", description = "Removes series with all their points.", exitCodeList = {"0:done",
    "2:wrong usage, or no such series", "3:no gateway can be reached",
    "4:the gateway rejected the session"}, footer = "  sluice point rm 1/ecg1 1/ecg2")
final class PointRemoveCommand extends SluiceCommand {
    @Parameters(paramLabel = "SERIES", arity = "1..*", description = "The names of the series.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Override
    protected int run(Console console) throws Exception {
        try (SluiceClient client = gateway.connect(console); DataPoints points = client.dataPoints()) {
            for (String name : names) {
                long removed = DataPoints.await(points.remove(name));
                console.result(String.format(Locale.ROOT, "%s: removed, it had %,d points", name, removed),
                        Json.object().put("event", "removed").put("series", name).put("points", removed));
            }
            return ExitCode.OK;
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
    }
}
