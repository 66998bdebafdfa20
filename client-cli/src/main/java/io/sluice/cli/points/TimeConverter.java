package io.sluice.cli.points;

import io.sluice.crsp.session.PointTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time in seconds, exactly, as nanoseconds. */
final class TimeConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            return PointTime.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
