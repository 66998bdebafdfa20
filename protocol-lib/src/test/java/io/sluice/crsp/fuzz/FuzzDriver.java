package io.sluice.crsp.fuzz;

/** Where Jazzer hands its inputs in. The system property {@code fuzz.target} says to which target. */
public final class FuzzDriver {
    private static final FuzzTarget TARGET = target(System.getProperty("fuzz.target", ""));

    private FuzzDriver() {}

    /** Called by Jazzer, millions of times. */
    public static void fuzzerTestOneInput(byte[] input) {
        TARGET.run(input);
    }

    private static FuzzTarget target(String text) {
        for (FuzzTarget each : FuzzTarget.values()) {
            if (each.text().equals(text)) {
                return each;
            }
        }
        throw new IllegalArgumentException("there is no fuzz target '" + text + "'");
    }
}
