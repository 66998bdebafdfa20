package io.sluice.cli.gateway;

import io.sluice.crsp.client.TransportPolicy;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code auto}, {@code udp} or {@code tcp}. */
final class TransportConverter implements ITypeConverter<TransportPolicy> {
    @Override
    public TransportPolicy convert(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "auto" -> TransportPolicy.AUTO;
            case "udp" -> TransportPolicy.UDP;
            case "tcp" -> TransportPolicy.TCP;
            default -> throw new TypeConversionException("'" + value + "' is not auto, udp or tcp");
        };
    }
}
