package io.sluice.crsp.endpoint;

/** An event loop that lets other carriers than its own hand packets to its endpoint. */
public interface EndpointLoop extends EventLoop {
    /** The endpoint; use it on this loop's thread only, that is inside {@link #execute}. */
    Endpoint endpoint();
}
