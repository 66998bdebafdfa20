package io.sluice.crsp.wire;

/** First byte of every frame. Numbers follow RFC 9000 §19 where the meaning is the same. */
public final class FrameType {
    public static final int PADDING = 0x00;
    public static final int PING = 0x01;
    public static final int ACK = 0x02;
    /** An ACK with counts of the marks that packets arrived with. */
    public static final int ACK_ECN = 0x03;
    public static final int RESET_STREAM = 0x04;
    public static final int STOP_SENDING = 0x05;
    /** Ordered bytes of the handshake (RFC 9000's CRYPTO). */
    public static final int HANDSHAKE = 0x06;
    /** A ticket for a later connection without a full handshake (RFC 8446 §4.6.1 in spirit). */
    public static final int NEW_TICKET = 0x07;
    /** 0x08 to 0x0b: bit 0 = FIN, bit 1 = a length is present (otherwise the data fills the packet). */
    public static final int STREAM = 0x08;
    public static final int STREAM_FIN = 0x01;
    public static final int STREAM_LENGTH = 0x02;
    public static final int MAX_DATA = 0x10;
    public static final int MAX_STREAM_DATA = 0x11;
    public static final int MAX_STREAMS = 0x12;
    public static final int DATA_BLOCKED = 0x14;
    public static final int STREAM_DATA_BLOCKED = 0x15;
    /** The token of a later stateless reset; in secure mode, where the hello is in clear. */
    public static final int RESET_TOKEN = 0x18;
    /** Eight unpredictable bytes that prove, when they come back, that an address is the peer's. */
    public static final int PATH_CHALLENGE = 0x1a;
    public static final int PATH_RESPONSE = 0x1b;
    public static final int CONNECTION_CLOSE = 0x1c;

    /** A message of a stream will not be sent any more. */
    public static final int SKIP = 0x20;
    /** 0x30 and 0x31: bit 0 = a length is present (otherwise the data fills the packet); RFC 9221. */
    public static final int DATAGRAM = 0x30;
    public static final int DATAGRAM_LENGTH = 0x01;

    private FrameType() {}
}
