package io.sluice.crsp.wire;

import org.jspecify.annotations.Nullable;

/**
 * The one registry of error codes: wire, REST and command line show the same code. Codes below 0x100
 * end a connection (after RFC 9000 §20); codes from 0x100 concern a session, a stream or a request.
 */
public enum ErrorCode {
    NO_ERROR(0x00, "Nothing went wrong."),
    INTERNAL_ERROR(0x01, "The peer failed internally; look at its log and try again."),
    CONNECTION_REFUSED(0x02, "The gateway takes no new connections now; try again later or another gateway."),
    FLOW_CONTROL_ERROR(0x03, "More bytes arrived than credit allowed; the peer's implementation is wrong."),
    STREAM_LIMIT_ERROR(0x04, "More streams were opened than allowed; close some or raise the limit."),
    STREAM_STATE_ERROR(0x05, "A frame came for a stream in a state that does not allow it."),
    FINAL_SIZE_ERROR(0x06, "The final size of a stream changed."),
    FRAME_ENCODING_ERROR(0x07, "A frame could not be decoded."),
    TRANSPORT_PARAMETER_ERROR(0x08, "A transport parameter is missing or out of its range."),
    PROTOCOL_VIOLATION(0x0a, "The peer broke a rule of the protocol."),
    INVALID_TOKEN(0x0b, "The address token is not valid; connect again."),
    HANDSHAKE_FAILED(0x0c, "The handshake failed; compare the security modes of both sides."),
    MESSAGE_TOO_LARGE(0x0d, "A message exceeds the limit of the receiver."),
    GOING_AWAY(0x0e, "The gateway is stopping; connect to another or wait for its return."),
    RESET(0x0f, "The peer has no memory of this connection, as after a restart; resume the session."),
    IDLE_TIMEOUT(0x10, "Nothing was heard from the peer within the idle timeout."),
    HANDSHAKE_TIMEOUT(0x11, "No answer to the handshake: check the address, the port and that the gateway runs."),
    VERSION_UNSUPPORTED(0x12, "The peer speaks no common protocol version; upgrade the older side."),
    DRAIN_TIMEOUT(0x13, "A graceful close ran out of time before everything was delivered; resume and send the rest."),
    CERTIFICATE_REJECTED(0x14,
            "The peer's certificate is not trusted; compare its fingerprint with the one you expect."),
    TICKET_REFUSED(0x15, "The resume ticket is too old or not of this cluster; connect with a full handshake."),
    PLAIN_REFUSED(0x16, "This side takes encrypted connections only; plain mode must be chosen by name on both sides."),

    SESSION_EXPIRED(0x100, "The session was away for longer than its reconnect window; open a new one."),
    SESSION_UNKNOWN(0x101, "No state is recorded for this session; open a new one."),
    SESSION_FENCED(0x102, "The session was resumed by a newer connection; this one is out of date."),
    SESSION_ENDED(0x103, "The session was ended; open a new one."),
    SESSION_LIMIT(0x104, "The gateway holds as many sessions as it may; try again later or another gateway."),
    NOT_READY(0x105, "The gateway is not ready, usually because Kafka is away; it is tried again."),
    ADDRESS_BANNED(0x106,
            "An operator has banned this address for a time; the text says until when. Ask the gateway's operator."),

    TOPIC_UNKNOWN(0x110, "The topic does not exist; create it or check its name."),
    PARTITION_UNKNOWN(0x111, "The topic has no such partition."),
    POSITION_UNKNOWN(0x112, "The position no longer exists in the topic; start at earliest or latest."),
    KAFKA_UNAVAILABLE(0x113, "Kafka cannot be reached; the gateway tries again by itself."),
    KAFKA_REFUSED(0x114, "Kafka refused the request; what it said is in the text, and the gateway's log has more."),
    RECORD_TOO_LARGE(0x115,
            "The record exceeds what Kafka takes; send smaller ones, or raise max.message.bytes of the topic."),
    TOPIC_FORBIDDEN(0x116,
            "Kafka does not let the gateway use this topic; grant its principal the right, or use another topic."),
    BAD_REQUEST(0x120, "The request is malformed or a value is out of its range."),
    STREAM_EXISTS(0x121, "The session already has an open stream of this number."),
    SEQUENCE_UNKNOWN(0x122, "The session has no such sequence."),
    CANCELLED(0x123, "The stream was cancelled by the other side."),
    STREAM_UNKNOWN(0x124, "The session has no such stream; look at the session for those it has."),
    NOT_POSSIBLE_NOW(0x125, "The session or stream is in a state that does not allow it; the text says which."),
    FORBIDDEN(0x126, "You have no right to do this; ask the gateway's operator."),
    NAME_INVALID(0x130,
            "The library has no such names; a name has 1 to 1024 bytes, no control characters, and no empty part, . or .. between slashes."),
    FILE_UNKNOWN(0x131, "The library has no such file or version; list what there is."),
    RANGE_INVALID(0x132, "The range begins beyond the end of the file; ask for its size."),
    FILE_TOO_LARGE(0x133, "The file is larger than the library takes; split it, or raise the gateway's limit."),
    LIBRARY_FULL(0x134, "The library holds as much as it may; remove files, or raise the gateway's limits."),
    CHECKSUM_MISMATCH(0x135, "What arrived is not the file that was announced; it is discarded, send it again."),
    CONTENT_LOST(0x136, "Kafka has lost a part of the file; remove this version and store the file again."),
    UPLOAD_UNKNOWN(0x137, "The upload is not known any more, as after its retention; begin it again."),

    RENDERER_UNKNOWN(0x140, "No renderer of this name is registered; list the renderers."),
    RENDERER_GONE(0x141, "The renderer has left; start it again."),
    RENDERER_TAKEN(0x142, "Another renderer has this name; choose another name, or end that one."),
    RENDERER_LIMIT(0x143, "There are as many renderers as there may be; end some, or raise the gateways' limit."),
    RENDERER_NAME_INVALID(0x144, "The name of a renderer has 1 to 255 bytes of UTF-8 and no control characters."),
    ITEM_UNKNOWN(0x145, "There is no such item; list what there is."),
    ITEM_NAME_INVALID(0x146,
            "No item can have this name; that of a topic has 1 to 249 letters, digits, dots, underscores and hyphens."),
    COMMAND_TIMED_OUT(0x147,
            "The command was not acknowledged in time; a renderer follows it when it is back, unless a newer one comes."),
    COMMAND_SUPERSEDED(0x148, "A newer command reached the renderer first; look at what it does now."),
    NOTHING_TO_PLAY(0x149, "The renderer has no item; give it one with play."),
    PLAYBACK_FAILED(0x14a, "The renderer cannot play the item; its text says why."),
    SERIES_UNKNOWN(0x150, "There is no series of this name; list the series."),
    POINT_UNKNOWN(0x151, "The series has no point at this very time; ask for a range around it."),
    TIME_OUT_OF_RANGE(
            0x152,
            "The series has no points so early or so late; ask for a time between its first and its last."),
    SERIES_NAME_INVALID(0x153, "The name of a series has 1 to 255 bytes of UTF-8 and no control characters."),
    POINTS_FULL(
            0x154,
            "There are as many points or series as there may be; remove series, or raise the gateways' limits.");

    private final int code;
    private final String advice;

    ErrorCode(int code, String advice) {
        this.code = code;
        this.advice = advice;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** One sentence for people: what it means and what to do next. */
    public String advice() {
        return advice;
    }

    /** The code of this number, or null if this version does not know it. */
    public static @Nullable ErrorCode of(long number) {
        for (ErrorCode error : values()) {
            if (error.code == number) {
                return error;
            }
        }
        return null;
    }

    /** The code of this number, or {@link #INTERNAL_ERROR} for one that this version does not know. */
    public static ErrorCode ofOrInternal(long number) {
        ErrorCode known = of(number);
        return known == null ? INTERNAL_ERROR : known;
    }
}
