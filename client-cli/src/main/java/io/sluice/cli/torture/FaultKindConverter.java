package io.sluice.cli.torture;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a fault. */
final class FaultKindConverter implements ITypeConverter<FaultKind> {
    @Override
    public FaultKind convert(String text) {
        return Arrays.stream(FaultKind.values()).filter(kind -> kind.option().equals(text)).findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is no fault: choose from " + FaultKind.options()));
    }
}
