package io.sluice.crsp.stream;

/**
 * The limits of one stream, all in bytes.
 *
 * @param window what the peer may send ahead of our reading, at first
 * @param maxWindow what that may grow to if we read quickly
 * @param maxMessageSize the largest message that we take
 * @param maxWaiting a message up to this size waits in the window until it is whole; must be small beside the windows of
 *     the stream and, over all streams, of the connection
 * @param peerWindow what we may send ahead of the peer's reading, at first
 * @param peerMaxMessageSize the largest message that the peer takes
 */
public record StreamLimits(
        int window, int maxWindow, int maxMessageSize, int maxWaiting, long peerWindow, int peerMaxMessageSize) {}
