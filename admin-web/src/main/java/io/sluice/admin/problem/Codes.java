package io.sluice.admin.problem;

/** Codes that problems have in common with the wire and the command line, where they mean the same. */
public final class Codes {
    public static final String INTERNAL_ERROR = "INTERNAL_ERROR";
    public static final String NOT_READY = "NOT_READY";
    public static final String SESSION_UNKNOWN = "SESSION_UNKNOWN";
    public static final String PARTITION_UNKNOWN = "PARTITION_UNKNOWN";
    public static final String TOPIC_FORBIDDEN = "TOPIC_FORBIDDEN";
    public static final String RANGE_INVALID = "RANGE_INVALID";
    public static final String RENDERER_UNKNOWN = "RENDERER_UNKNOWN";

    private Codes() {}
}
