package io.sluice.gateway.delivery;

/**
 * What delivery did since the gateway's start. Bytes are those of the messages that deliver the records, as clients get
 * them.
 *
 * @param tailRecords records that were read once at the end of their partitions, for all their readers
 * @param tailBytes their bytes
 * @param catchUpReads times that older records were read
 * @param catchUpRecords older records that were read
 * @param catchUpBytes their bytes
 * @param deliveredRecords records that were given to clients' streams
 * @param deliveredBytes their bytes
 */
public record DeliveryStatistics(
        long tailRecords,
        long tailBytes,
        long catchUpReads,
        long catchUpRecords,
        long catchUpBytes,
        long deliveredRecords,
        long deliveredBytes) {
    /** Records read from Kafka. */
    public long fetchedRecords() {
        return tailRecords + catchUpRecords;
    }

    /** Bytes read from Kafka. */
    public long fetchedBytes() {
        return tailBytes + catchUpBytes;
    }
}
