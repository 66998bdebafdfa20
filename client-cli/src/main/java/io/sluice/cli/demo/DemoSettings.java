package io.sluice.cli.demo;

import io.sluice.crsp.simulator.LinkSettings;
import java.util.Locale;

/**
 * What is shown.
 *
 * @param records numbers to deliver, {@value #FEWEST_RECORDS} or more
 * @param link each direction between client and gateway
 */
record DemoSettings(long records, LinkSettings link) {
    /** Fewer could all be under way before the gateway is killed. */
    static final long FEWEST_RECORDS = 1_000;

    /** Numbers that take long enough to be killed half-way, and no longer than one likes to watch. */
    static final long DEFAULT_RECORDS = 10_000;

    DemoSettings {
        if (records < FEWEST_RECORDS) {
            throw new IllegalArgumentException(
                    "--records must be " + FEWEST_RECORDS + " or more, so that there is a half-way, not " + records);
        }
    }

    /** The link in words. */
    String describeLink() {
        return String.format(Locale.ROOT, "%s loss, %s corruption and up to %d ms of delay each way",
                percent(link.loss()), percent(link.corruption()), link.maxDelay().toMillis());
    }

    private static String percent(double probability) {
        double percent = 100 * probability;
        return percent == Math.rint(percent)
                ? String.format(Locale.ROOT, "%.0f %%", percent)
                : String.format(Locale.ROOT, "%.1f %%", percent);
    }
}
