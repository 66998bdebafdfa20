package io.sluice.crsp.stream;

/**
 * The limits of one stream, all in bytes.
 *
 * @param window what the peer may send ahead of our reading
 * @param maxMessageSize the largest message that we take
 * @param sendBuffer what the application may offer ahead of the peer's acknowledgements
 * @param peerWindow what we may send ahead of the peer's reading, at first
 * @param peerMaxMessageSize the largest message that the peer takes
 */
public record StreamLimits(
        int window, int maxMessageSize, int sendBuffer, long peerWindow, int peerMaxMessageSize) {}
