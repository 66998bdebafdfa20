package io.sluice.cli.convert;

import io.sluice.crsp.session.OffsetReset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Option {@code --on-gap}: {@code earliest}, {@code latest} or {@code fail}. */
public final class OnGapConverter implements ITypeConverter<OffsetReset> {
    @Override
    public OffsetReset convert(String text) {
        return switch (text) {
            case "earliest" -> OffsetReset.EARLIEST;
            case "latest" -> OffsetReset.LATEST;
            case "fail" -> OffsetReset.FAIL;
            default ->
                throw new TypeConversionException(
                        "'" + text + "' does not say what to do at a gap: write earliest, latest or fail");
        };
    }
}
