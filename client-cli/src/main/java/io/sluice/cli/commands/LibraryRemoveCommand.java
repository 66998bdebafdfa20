package io.sluice.cli.commands;

import io.sluice.cli.ExitCode;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice library rm}. */
@Command(name = "rm", description = {"Removes a file with all its versions, or one version of it.",
    "Kafka gives the space back when it compacts the topic."}, exitCodeList = {"0:done",
        "2:wrong usage, or no such file or version", "3:no gateway can be reached",
        "4:the gateway rejected the session"}, footer = {"  sluice library rm film.mp4",
            "  sluice library rm film.mp4 --version-number 42"})
public final class LibraryRemoveCommand extends SluiceCommand {
    @Parameters(paramLabel = "NAME", description = "The file's name in the library.")
    private String name = "";

    @Option(names = "--version-number", paramLabel = "N", defaultValue = "0", description = "Which version (default: all).")
    private long version;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Override
    protected int run(Console console) throws Exception {
        LibraryFiles.checkVersion(version);
        try (SluiceClient client = gateway.connect(console)) {
            long removed = client.library().remove(name, version);
            console.result(
                    name + ": " + removed + (removed == 1 ? " version" : " versions") + " removed",
                    Json.object().put("event", "removed").put("name", name).put("versions", removed));
            return ExitCode.OK;
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
    }
}
