package io.sluice.benchmarks.contestant;

/** A transport between two sockets of this machine, its two ends on threads of their own. */
public interface Contestant {
    /**
     * Opens a server and a client, connects them and lets the client send what the workload has.
     *
     * <p>The client, on one thread: as long as {@link Workload#isReady} and there is room, {@link Workload#write}; for
     * each message that comes back, {@link Workload#onReply}, and then again. The server, on one thread: {@link
     * Workload#onMessage} for each message, and the message back if that says so.
     *
     * @param workload what to carry; told of whatever goes wrong later
     * @param network leads to the server
     * @return connected; closing it ends both ends
     * @throws Exception if they do not get connected
     */
    AutoCloseable start(Workload workload, Network network) throws Exception;
}
