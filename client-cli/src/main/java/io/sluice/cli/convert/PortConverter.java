package io.sluice.cli.convert;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options such as {@code --port 4650}. */
public final class PortConverter implements ITypeConverter<Integer> {
    private static final int HIGHEST = 65_535;

    @Override
    public Integer convert(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= HIGHEST) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Told below.
        }
        throw new TypeConversionException("'" + text + "' is no port: give a number from 1 to " + HIGHEST);
    }
}
