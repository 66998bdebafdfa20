package io.sluice.gateway.delivery;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Consecutive records of one partition as they were read: everything there is in {@code [start, end)}. Offsets between
 * records may be missing, for compaction and transactions leave gaps.
 *
 * @param start the offset that was asked for
 * @param end the offset to read next
 */
record RecordBatch(long start, long end, List<ConsumerRecord<byte[], byte[]>> records) {}
