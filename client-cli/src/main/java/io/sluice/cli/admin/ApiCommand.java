package io.sluice.cli.admin;

import io.sluice.cli.CliException;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.output.Console;
import picocli.CommandLine.Mixin;

/** A command that asks the API. */
abstract class ApiCommand extends SluiceCommand {
    @Mixin
    private ApiOptions api = new ApiOptions();

    /** Asks, and says what was answered. */
    protected abstract int run(Console console, ApiClient client) throws CliException, InterruptedException;

    @Override
    protected final int run(Console console) throws CliException, InterruptedException {
        try (ApiClient client = api.client()) {
            return run(console, client);
        }
    }
}
