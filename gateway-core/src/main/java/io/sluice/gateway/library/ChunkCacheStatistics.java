package io.sluice.gateway.library;

/**
 * What the cache of chunks did since the gateway's start. Only ranges of one or two chunks go by it.
 *
 * @param hits chunks that were given without a reading of their own
 * @param misses chunks that were read from Kafka
 * @param bytes of the chunks that it holds now
 */
public record ChunkCacheStatistics(long hits, long misses, long bytes) {}
