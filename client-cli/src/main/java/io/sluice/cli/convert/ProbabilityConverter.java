package io.sluice.cli.convert;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options such as {@code --loss 10%}. */
public final class ProbabilityConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
        try {
            return Quantities.probability(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
