package io.sluice.cli.convert;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options such as {@code --rate 1MB/s}. */
public final class ByteRateConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            return Quantities.bytesPerSecond(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
