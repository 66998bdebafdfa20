package io.sluice.benchmarks.harness;

import java.util.Map;

/** Something that can be measured, again and again in one process. */
@FunctionalInterface
public interface Trial {
    /**
     * Measures once, leaving nothing running behind.
     *
     * @return a figure for each {@link Metric} of the measure, by its key
     * @throws Exception whatever went wrong; its message is shown in the row
     */
    Map<String, Double> run(Pace pace) throws Exception;
}
