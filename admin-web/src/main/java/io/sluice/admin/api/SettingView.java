package io.sluice.admin.api;

import org.jspecify.annotations.Nullable;

/**
 * A setting of the gateway as it is in force.
 *
 * @param name the property
 * @param environment its environment variable, or null for a property of Kafka's clients
 * @param value what is set, or what holds if nothing is; hidden if it is a secret
 * @param source where it is set, or {@code default}
 * @param range what it may be, or null
 * @param meaning for people, or null
 */
public record SettingView(String name, @Nullable String environment, String value, String source,
        @Nullable String range, @Nullable String meaning) {
}
