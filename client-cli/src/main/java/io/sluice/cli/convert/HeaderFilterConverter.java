package io.sluice.cli.convert;

import io.sluice.crsp.session.Filter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Option {@code --header}: {@code name=value}, of which the value may be empty and may contain equals signs. */
public final class HeaderFilterConverter implements ITypeConverter<Filter.HeaderValue> {
    @Override
    public Filter.HeaderValue convert(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new TypeConversionException(
                    "'" + text + "' is no header: write its name and its value, such as region=north");
        }
        try {
            return new Filter.HeaderValue(
                    text.substring(0, equals), text.substring(equals + 1).getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
