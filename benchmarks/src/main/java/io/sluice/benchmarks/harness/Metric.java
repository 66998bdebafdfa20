package io.sluice.benchmarks.harness;

/**
 * One figure of a measure.
 *
 * @param key its name in JSON, unique in its measure
 * @param title the head of its column
 * @param unit after the figure, such as {@code MB/s}; may be empty
 * @param better which direction is better
 */
public record Metric(String key, String title, String unit, Better better) {
    /** What a reader wishes for. */
    public enum Better {
        /** More is better, as of throughput. */
        HIGHER,
        /** Less is better, as of latency. */
        LOWER
    }

    /** A figure of which more is better. */
    public static Metric higher(String key, String title, String unit) {
        return new Metric(key, title, unit, Better.HIGHER);
    }

    /** A figure of which less is better. */
    public static Metric lower(String key, String title, String unit) {
        return new Metric(key, title, unit, Better.LOWER);
    }
}
