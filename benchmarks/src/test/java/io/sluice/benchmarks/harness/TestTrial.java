package io.sluice.benchmarks.harness;

import java.io.IOException;
import java.util.Map;

/** The JVM of a trial that works, throws or dies, as its name says. */
public final class TestTrial {
    private int runs;

    private TestTrial() {}

    public static void main(String[] arguments) throws IOException {
        TestTrial state = new TestTrial();
        String entrant = arguments[arguments.length - 1];
        TrialServer.serve(pace -> switch (entrant) {
            case "dies" -> {
                System.err.println("a last word");
                System.exit(3);
                throw new IllegalStateException("unreachable");
            }
            case "throws" -> throw new IllegalStateException("it broke\nin two lines");
            case "slips" -> {
                if (++state.runs > 1) {
                    throw new IllegalStateException("not again");
                }
                yield Map.of("figure", 7.0);
            }
            default -> Map.of("figure", 10.0 * ++state.runs, "pace", (double) pace.measured().toMillis());
        });
    }
}
