package io.sluice.crsp.session;

import io.sluice.crsp.wire.ErrorCode;

/**
 * What a series has at a time that was asked for.
 *
 * @param code {@link ErrorCode#NO_ERROR}, {@link ErrorCode#POINT_UNKNOWN} or {@link ErrorCode#TIME_OUT_OF_RANGE}
 * @param value 0 if there is none
 */
public record PointResult(ErrorCode code, double value) {}
