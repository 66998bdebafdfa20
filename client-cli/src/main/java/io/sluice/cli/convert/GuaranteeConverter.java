package io.sluice.cli.convert;

import io.sluice.crsp.session.Guarantee;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What may be relied on for messages that are sent, as {@code at-least-once}. */
public final class GuaranteeConverter implements ITypeConverter<Guarantee> {
    @Override
    public Guarantee convert(String text) {
        for (Guarantee guarantee : Guarantee.values()) {
            if (guarantee.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
                return guarantee;
            }
        }
        throw new TypeConversionException(
                "\"" + text + "\" is no guarantee: use exactly-once, at-least-once or best-effort");
    }
}
