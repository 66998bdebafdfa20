package io.sluice.benchmarks.transport;

import io.sluice.benchmarks.harness.Entrant;
import io.sluice.benchmarks.harness.TrialServer;
import java.io.IOException;
import java.util.List;

/** The JVM of one entrant; {@link TransportCommand} starts it. */
public final class TransportTrial {
    static final String QUICK = "quick";
    static final String FULL = "full";

    private TransportTrial() {}

    /** Takes {@code quick} or {@code full}, the measure's and the entrant's name. */
    public static void main(String[] arguments) throws IOException {
        Entrant entrant = new TransportSuite(arguments[0].equals(QUICK)).find(arguments[1], arguments[2])
                .orElseThrow(() -> new IllegalArgumentException("no such entrant: " + List.of(arguments)));
        TrialServer.serve(entrant.trial().get());
        // Threads of a peer must not keep it alive.
        System.exit(0);
    }
}
