package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.wire.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a hostile peer does once it is connected, or instead of connecting properly. Whatever it is, the gateway may end
 * this one connection only, and where the specification names an error it must be that one.
 */
public enum Hostility {
    /** Acknowledges a packet that was never sent. */
    ACK_OF_UNSENT(1, 0, ErrorCode.PROTOCOL_VIOLATION),
    /** Acknowledges packets before they can have arrived, to be sent more than the path carries (RFC 9000 §21.4). */
    OPTIMISTIC_ACK(200, 1000),
    /** An ACK whose ranges go below 0. */
    ACK_BELOW_ZERO(1, 0, ErrorCode.FRAME_ENCODING_ERROR),
    /** An ACK that announces 2^62 - 1 ranges. */
    ACK_OF_ENDLESS_RANGES(2, 20_000, ErrorCode.FRAME_ENCODING_ERROR),
    /** An ACK whose largest number is as high as numbers go. */
    ACK_OF_LARGEST_NUMBER(1, 0, ErrorCode.PROTOCOL_VIOLATION),
    /** Never acknowledges anything, but keeps asking. */
    WITHHELD_ACKS(12_000, 50),
    /** Every second byte of a stream, one byte a frame. */
    TINY_FRAGMENTS(400, 200),
    /** Frames that overlap by all but a byte. */
    OVERLAPPING_FRAGMENTS(400, 200),
    /** Other bytes for what was sent before. */
    CONTRADICTING_FRAGMENTS(200, 500),
    /** More than a stream's credit. */
    STREAM_WINDOW_VIOLATION(1, 0, ErrorCode.FLOW_CONTROL_ERROR),
    /** More than the connection's credit, over many streams. */
    CONNECTION_WINDOW_VIOLATION(1, 0, ErrorCode.FLOW_CONTROL_ERROR),
    /** A stream offset that overflows. */
    OFFSET_OVERFLOW(1, 0, ErrorCode.FRAME_ENCODING_ERROR),
    /** The end of a stream moves. */
    FINAL_SIZE_MOVES(1, 0, ErrorCode.FINAL_SIZE_ERROR),
    /** Bytes beyond the end of a stream. */
    DATA_BEYOND_THE_END(1, 0, ErrorCode.FINAL_SIZE_ERROR),
    /** A reset whose size contradicts what was sent. */
    RESET_CONTRADICTS(1, 0, ErrorCode.FINAL_SIZE_ERROR),
    /** A stream beyond the limit. */
    STREAM_BEYOND_LIMIT(1, 0, ErrorCode.STREAM_LIMIT_ERROR),
    /** Opens streams and resets them, for ever. */
    STREAM_CHURN(1500, 200) {
        @Override
        boolean allows(ErrorCode code) {
            return code == ErrorCode.STREAM_LIMIT_ERROR || super.allows(code);
        }
    },
    /** A stream of the gateway's that it never opened. */
    STREAM_NOT_OPENED(1, 0, ErrorCode.STREAM_STATE_ERROR),
    /** Sends the same datagrams over and over. */
    REPLAY(1000, 100),
    /** Nothing but PING. */
    PING_FLOOD(2000, 100),
    /** Nothing but PATH_CHALLENGE. */
    CHALLENGE_FLOOD(2000, 100),
    /** Credit that rises with every packet. */
    CREDIT_FLOOD(2000, 100),
    /** Answers to challenges that nobody gave. */
    FALSE_RESPONSES(200, 500),
    /** Asks the gateway to stop and start without end. */
    STOP_FLOOD(500, 200),
    /** A message that is longer than allowed. */
    HUGE_MESSAGE(1, 0, ErrorCode.MESSAGE_TOO_LARGE),
    /** A stream that ends inside a message. */
    HALF_A_MESSAGE(1, 0, ErrorCode.FRAME_ENCODING_ERROR),
    /** A frame of no known type. */
    UNKNOWN_FRAME(1, 0, ErrorCode.FRAME_ENCODING_ERROR),
    /** A frame that is cut off. */
    TRUNCATED_FRAME(1, 0, ErrorCode.FRAME_ENCODING_ERROR),
    /** A handshake frame after the handshake. */
    LATE_HANDSHAKE(1, 0, ErrorCode.PROTOCOL_VIOLATION),
    /** Sealed packets of chance. */
    RANDOM_FRAMES(200, 500) {
        @Override
        boolean allows(ErrorCode code) {
            return code != ErrorCode.INTERNAL_ERROR;
        }
    },
    /** Takes everything and reads nothing: gives no credit. */
    NO_CREDIT(50, 20_000),
    /** Closes, and goes on sending. */
    CLOSE_AND_TALK(500, 500, ErrorCode.NO_ERROR) {
        @Override
        boolean mustClose() {
            return false;
        }
    },
    /** A hello that asks for an unknown mode. */
    HELLO_OF_UNKNOWN_MODE(1, 0, ErrorCode.HANDSHAKE_FAILED),
    /** A hello with a parameter twice. */
    HELLO_WITH_REPETITION(1, 0, ErrorCode.TRANSPORT_PARAMETER_ERROR),
    /** A hello with a value out of range. */
    HELLO_OUT_OF_RANGE(1, 0, ErrorCode.TRANSPORT_PARAMETER_ERROR),
    /** A hello that never ends. */
    ENDLESS_HELLO(1, 0, ErrorCode.HANDSHAKE_FAILED),
    /** A data frame in a handshake packet. */
    DATA_IN_HANDSHAKE(1, 0, ErrorCode.PROTOCOL_VIOLATION),
    /** A hello that offers all that numbers can say. */
    BOUNDLESS_HELLO(20, 1000),
    /** First packets without a token, one after the other. */
    INITIAL_FLOOD(2000, 100),
    /** Tokens that nobody issued. */
    FORGED_TOKENS(500, 200),
    /** Datagrams of chance. */
    JUNK(1000, 100);

    /** Every one of them. */
    static final List<Hostility> ALL = List.of(values());

    private final int rounds;
    private final long gapNanos;
    private final List<ErrorCode> codes;

    Hostility(int rounds, int gapMicros, ErrorCode... codes) {
        this.rounds = rounds;
        this.gapNanos = gapMicros * 1000L;
        this.codes = List.of(codes);
    }

    int rounds() {
        return rounds;
    }

    long gapNanos() {
        return gapNanos;
    }

    /** True if the gateway must end the connection. */
    boolean mustClose() {
        return !codes.isEmpty();
    }

    /** True if the gateway may end the connection with this code. */
    boolean allows(ErrorCode code) {
        return codes.contains(code)
                // A limit against peers that are of no use may strike at those that break no rule.
                || (codes.isEmpty() && (code == ErrorCode.PROTOCOL_VIOLATION || code == ErrorCode.MESSAGE_TOO_LARGE
                        || code == ErrorCode.NO_ERROR || code == ErrorCode.FRAME_ENCODING_ERROR));
    }

    /** True if it begins before there is a connection. */
    boolean isDuringHandshake() {
        return switch (this) {
            case HELLO_OF_UNKNOWN_MODE, HELLO_WITH_REPETITION, HELLO_OUT_OF_RANGE, ENDLESS_HELLO, DATA_IN_HANDSHAKE ->
                true;
            default -> false;
        };
    }

    /** True if it wants no connection at all. */
    boolean isBeforeHandshake() {
        return this == INITIAL_FLOOD || this == FORGED_TOKENS || this == JUNK;
    }

    /** How it is written in a scenario. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads a list with commas. */
    static List<Hostility> parse(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).map(Hostility::of).toList();
    }

    private static Hostility of(String text) {
        return ALL.stream().filter(each -> each.text().equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no hostility '" + text + "'; there are "
                                + String.join(", ", ALL.stream().map(Hostility::text).toList())));
    }
}
