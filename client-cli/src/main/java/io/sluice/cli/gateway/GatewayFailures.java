package io.sluice.cli.gateway;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.wire.ErrorCode;

/** Says in sentences and exit codes what the client API says in error codes. */
public final class GatewayFailures {

    private GatewayFailures() {}

    /**
     * Translates a failure.
     *
     * @param failure of the client API
     * @return with the code's name in its message and the code's advice as hint
     */
    public static CliException translate(SluiceException failure) {
        ErrorCode code = failure.code();
        int exitCode = exitCode(code);
        String rejected = exitCode == ExitCode.REJECTED ? "the gateway rejected the session: " : "";
        return new CliException(
                exitCode, rejected + code + ": " + failure.getMessage(), hint(code), failure);
    }

    private static String hint(ErrorCode code) {
        return switch (code) {
            case TOPIC_UNKNOWN ->
                "Check its name with 'sluice topics list', or create it with 'sluice topics create NAME'.";
            case FILE_UNKNOWN ->
                "See 'sluice library list', and 'sluice library info NAME' for the versions of a file.";
            case RENDERER_UNKNOWN -> "See 'sluice controller renderers' for those there are.";
            case ITEM_UNKNOWN, ITEM_NAME_INVALID -> "See 'sluice controller list' for what can be played.";
            case SERIES_UNKNOWN -> "See 'sluice point list' for those there are, and 'sluice point load' for new ones.";
            case POINT_UNKNOWN -> "Ask for the points around it with --from and --to.";
            case TIME_OUT_OF_RANGE -> "See 'sluice point list' for the first and the last time of each series.";
            case POINTS_FULL ->
                "Remove series with 'sluice point rm', or raise sluice.points.max and sluice.points.series.max.";
            case CERTIFICATE_REJECTED ->
                "Ask the gateway's operator for its fingerprint (its log names it), and compare.";
            case PLAIN_REFUSED -> "Leave --plain away, or start the gateway with 'sluice up --plain' on trusted links.";
            default -> code.advice();
        };
    }

    private static int exitCode(ErrorCode code) {
        return switch (code) {
            case SESSION_EXPIRED, SESSION_UNKNOWN, SESSION_FENCED, SESSION_ENDED, ADDRESS_BANNED -> ExitCode.REJECTED;
            case TOPIC_UNKNOWN,
                    PARTITION_UNKNOWN,
                    POSITION_UNKNOWN,
                    BAD_REQUEST,
                    MESSAGE_TOO_LARGE,
                    NAME_INVALID,
                    FILE_UNKNOWN,
                    RANGE_INVALID,
                    FILE_TOO_LARGE,
                    RENDERER_UNKNOWN,
                    RENDERER_TAKEN,
                    RENDERER_NAME_INVALID,
                    ITEM_UNKNOWN,
                    ITEM_NAME_INVALID,
                    SERIES_UNKNOWN,
                    POINT_UNKNOWN,
                    TIME_OUT_OF_RANGE,
                    SERIES_NAME_INVALID,
                    STREAM_UNKNOWN ->
                ExitCode.USAGE;
            case RENDERER_GONE, COMMAND_SUPERSEDED, NOTHING_TO_PLAY, PLAYBACK_FAILED, NOT_POSSIBLE_NOW ->
                ExitCode.NOT_FOLLOWED;
            case COMMAND_TIMED_OUT -> ExitCode.TIMED_OUT;
            case CHECKSUM_MISMATCH, CONTENT_LOST -> ExitCode.DATA_CHECK_FAILED;
            case LIBRARY_FULL, POINTS_FULL -> ExitCode.ENVIRONMENT;
            case CONNECTION_REFUSED,
                    GOING_AWAY,
                    RESET,
                    IDLE_TIMEOUT,
                    HANDSHAKE_TIMEOUT,
                    HANDSHAKE_FAILED,
                    VERSION_UNSUPPORTED,
                    SESSION_LIMIT,
                    NOT_READY,
                    KAFKA_UNAVAILABLE ->
                ExitCode.UNREACHABLE;
            case CERTIFICATE_REJECTED, PLAIN_REFUSED -> ExitCode.UNTRUSTED;
            default -> ExitCode.FAILURE;
        };
    }
}
