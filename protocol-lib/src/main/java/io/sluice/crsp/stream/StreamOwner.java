package io.sluice.crsp.stream;

/** What a stream tells its connection. Called on the connection's thread. */
public interface StreamOwner {
    /** Bytes, an end mark, a reset or credit wait to be sent. */
    void onStreamPending(Stream stream);

    /** A message was offered that is worth nothing if it comes late. */
    void onStreamDeadline(Stream stream);

    /**
     * Bytes that the application may offer on one stream ahead of the peer's acknowledgements.
     *
     * @param credit bytes that the peer lets the stream be ahead
     */
    long sendBuffer(long credit);

    /** A stream holds so many bytes more that are not acknowledged, or fewer if negative. */
    void onBuffered(int bytes);

    /** The application consumed bytes, which is new connection credit for the peer. */
    void onStreamConsumed(Stream stream, long bytes);
}
