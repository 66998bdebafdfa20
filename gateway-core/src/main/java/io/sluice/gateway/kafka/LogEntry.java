package io.sluice.gateway.kafka;

/**
 * What a record says, and where it is.
 *
 * @param timestampMillis of the record, since 1970 UTC
 */
public record LogEntry<E>(long offset, long timestampMillis, E entry) {}
