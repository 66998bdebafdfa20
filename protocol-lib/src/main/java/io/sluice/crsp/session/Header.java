package io.sluice.crsp.session;

import org.jspecify.annotations.Nullable;

/** A Kafka record header. */
public record Header(String name, byte @Nullable [] value) {}
