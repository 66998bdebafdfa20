package io.sluice.e2e.scenario;

/** A gateway or a broker that a scenario kills and starts again, as a process or in a container. */
public interface Server {
    /** Ends it at once, as SIGKILL does. */
    void kill() throws Exception;

    /** Starts it again, with all that it kept, and waits until it is ready. */
    void restart() throws Exception;
}
