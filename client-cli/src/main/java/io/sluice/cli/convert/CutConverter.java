package io.sluice.cli.convert;

import io.sluice.crsp.relay.CutSchedule;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options such as {@code --cut 10s+5s}. */
public final class CutConverter implements ITypeConverter<CutSchedule> {
    @Override
    public CutSchedule convert(String text) {
        try {
            return CutNotation.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
