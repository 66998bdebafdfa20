package io.sluice.cli.convert;

import io.sluice.crsp.session.Start;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Option {@code --from}: {@code earliest}, {@code latest}, an offset, or a time such as 2026-11-01T10:00:00Z. */
public final class StartConverter implements ITypeConverter<Start> {
    @Override
    public Start convert(String text) {
        try {
            return switch (text) {
                case "earliest" -> new Start.Earliest();
                case "latest" -> new Start.Latest();
                case String number when number.matches("\\d{1,18}") -> new Start.Offset(Long.parseLong(number));
                default -> new Start.Timestamp(OffsetDateTime.parse(text).toInstant().toEpochMilli());
            };
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "'" + text + "' is no start: write earliest, latest, an offset like 1000, or a time like"
                            + " 2026-11-01T10:00:00Z");
        }
    }
}
