package io.sluice.benchmarks.gateway;

import io.sluice.benchmarks.harness.Entrant;
import io.sluice.benchmarks.harness.TrialServer;
import io.sluice.cli.local.LocalHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The JVM of one entrant; {@link GatewayCommand} starts it. */
public final class GatewayTrial {
    static final String QUICK = "quick";
    static final String FULL = "full";

    private GatewayTrial() {}

    /** Takes {@code quick} or {@code full}, the folder of the run, the measure's and the entrant's name. */
    public static void main(String[] arguments) throws IOException {
        GatewaySuite suite = new GatewaySuite(arguments[0].equals(QUICK), new Bed(new LocalHome(Path.of(
                arguments[1]))));
        Entrant entrant = suite.find(arguments[2], arguments[3])
                .orElseThrow(() -> new IllegalArgumentException("no such entrant: " + List.of(arguments)));
        TrialServer.serve(entrant.trial().get());
        // Threads of a peer must not keep it alive.
        System.exit(0);
    }
}
