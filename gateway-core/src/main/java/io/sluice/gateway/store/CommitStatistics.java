package io.sluice.gateway.store;

/**
 * Transactions of a gateway's shards since its start.
 *
 * @param committed transactions
 * @param failed attempts that were tried again, or whose shard was another's
 * @param nanos time that the committed ones took from their begin, together
 */
public record CommitStatistics(long committed, long failed, long nanos) {
}
