package io.sluice.admin.api;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import org.jspecify.annotations.Nullable;

/**
 * A message that an operator writes.
 *
 * @param partition its number, or null for the one of the key, or any
 * @param key text, or null for none
 * @param value text
 */
public record NewMessage(@Nullable Integer partition, @Nullable String key, @Nullable String value) {
    @JsonbCreator
    public NewMessage(
            @JsonbProperty("partition") @Nullable Integer partition,
            @JsonbProperty("key") @Nullable String key,
            @JsonbProperty("value") @Nullable String value) {
        this.partition = partition;
        this.key = key;
        this.value = value;
    }
}
