package io.sluice.cli.torture;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.local.Installation;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalHome;
import io.sluice.cli.local.LocalInstance;

/** Refuses a folder in which processes run: emptying it would pull the ground from under them. */
final class RunningCheck {
    private RunningCheck() {}

    static void requireNone(Installation installation, LocalHome home) throws CliException {
        if (new LocalInstance(installation, InstanceSettings.load(home)).running()) {
            throw new CliException(ExitCode.ENVIRONMENT, "something runs already in " + home.folder(),
                    "Stop it first: sluice down --home " + home.folder()
                            + ", or give this one a folder of its own with --home.");
        }
    }
}
