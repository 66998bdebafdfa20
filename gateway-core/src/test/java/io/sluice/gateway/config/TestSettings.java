package io.sluice.gateway.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

/** Settings for tests: what holds if nothing is set, for plain clients. */
public final class TestSettings {
    private TestSettings() {}

    public static GatewayConfig defaults() {
        return read(Map.of());
    }

    /** The defaults but for these. */
    static GatewayConfig read(Map<String, Object> others) {
        Map<String, Object> values = new HashMap<>(Map.of("sluice.crsp.plain", true, "sluice.gateway.id", "gateway-1",
                "sluice.cluster.secret", "00112233445566778899aabbccddeeff"));
        values.putAll(others);
        return GatewayConfigProducer.read(new Given(values));
    }

    private record Given(Map<String, Object> values) implements Config {
        @Override
        public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
            return Optional.ofNullable(type.cast(values.get(name)));
        }

        @Override
        public <T> T getValue(String name, Class<T> type) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        public ConfigValue getConfigValue(String name) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        public Iterable<String> getPropertyNames() { return values.keySet(); }

        @Override
        public Iterable<ConfigSource> getConfigSources() { return List.of(); }

        @Override
        public <T> Optional<Converter<T>> getConverter(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new UnsupportedOperationException(type.getName());
        }
    }
}
