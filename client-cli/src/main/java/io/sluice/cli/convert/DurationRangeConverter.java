package io.sluice.cli.convert;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options such as {@code --delay 0..100ms}. */
public final class DurationRangeConverter implements ITypeConverter<DurationRange> {
    @Override
    public DurationRange convert(String text) {
        try {
            return DurationRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
