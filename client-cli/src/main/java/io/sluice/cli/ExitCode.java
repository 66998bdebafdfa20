package io.sluice.cli;

/** What a command's exit tells a script. The numbers are part of the interface: none is ever reused. */
public final class ExitCode {
    /** It worked. */
    public static final int OK = 0;

    /** A failure nobody foresaw: a defect, or an environment that fell apart. */
    public static final int FAILURE = 1;

    /** Wrong usage: an unknown option, a value out of range, a topic that is not there. */
    public static final int USAGE = 2;

    /** The gateway or Kafka cannot be reached. */
    public static final int UNREACHABLE = 3;

    /** The gateway rejected the session: it is unknown or has expired, or the client's address is banned. */
    public static final int REJECTED = 4;

    /** What arrived is not what was sent: lost, repeated, disordered, or with another checksum. */
    public static final int DATA_CHECK_FAILED = 5;

    /** The machine lacks something: a port is taken, a JDK or a build is missing. */
    public static final int ENVIRONMENT = 6;

    /** What was waited for did not happen in time. */
    public static final int TIMED_OUT = 7;

    /** The gateway's identity cannot be trusted, or it does not offer the security asked for. */
    public static final int UNTRUSTED = 8;

    /** A renderer did not do what it was told: it is gone, could not, or another command came first. */
    public static final int NOT_FOLLOWED = 9;

    /** Interrupted by Ctrl-C. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
